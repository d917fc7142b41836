export { type ErrorCode, type ErrorMeaning, ERRORS, type RequestErrorCode, retryAfter } from './errors.js';
