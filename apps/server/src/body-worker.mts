import { parentPort } from 'node:worker_threads';
import { type Body, parseBody } from './http/body/parse-body.js';
import type { ParsedBody } from './http/body/body-thread.js';
import { RequestError } from './http/answer/request-error.js';

/** The entry of the thread that parses large bodies; it answers each message, which is one body, with another. */
parentPort?.on('message', (body: Body) => {
  parentPort?.postMessage(answerTo(body));
});

function answerTo(body: Body): ParsedBody {
  try {
    return { input: parseBody(body) };
  } catch (error) {
    if (error instanceof RequestError) return { faults: error.faults, total: error.total };
    throw error;
  }
}
