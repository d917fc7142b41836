import type { RequestHandler } from 'express';
import { exchangeOf } from '../request/exchange.js';

/**
 * Marks requests whose answers show what is stored, so that the answer has the header `Age` while it is not known whether
 * that is still so. What is kept of an answer for the next one has no such header.
 * @param age for how many seconds that has not been known
 */
export function showsStored(age: () => number | undefined): RequestHandler {
  return (_request, response, next) => {
    exchangeOf(response).age = age;
    next();
  };
}
