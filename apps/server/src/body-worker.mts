import { parentPort } from 'node:worker_threads';
import { type Body, understand } from './http/body/understand.js';
import type { Understood } from './http/body/understanding-thread.js';
import { RequestError } from './http/request-error.js';

/** The entry of the thread that understands large bodies; it answers each message, which is one body, with another. */
parentPort?.on('message', (body: Body) => {
  parentPort?.postMessage(answerTo(body));
});

function answerTo(body: Body): Understood {
  try {
    return { input: understand(body) };
  } catch (error) {
    if (error instanceof RequestError) return { faults: error.faults, total: error.total };
    throw error;
  }
}
