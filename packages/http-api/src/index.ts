export { type ErrorCode, type ErrorMeaning, ERRORS, type RequestErrorCode } from './errors.js';
