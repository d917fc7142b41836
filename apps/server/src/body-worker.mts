import { parentPort } from 'node:worker_threads';
import { parseBody, parseGroups } from './http/body/parse-body.js';
import type { BodyJob, ParsedBody } from './http/body/body-thread.js';
import { inPieces } from './http/body/group-pieces.js';
import { RequestError } from './http/answer/request-error.js';

/** The entry of the thread that parses large bodies; it answers each message, which is one body, with another. */
parentPort?.on('message', (job: BodyJob) => {
  const parsed = answerTo(job);
  parentPort?.postMessage(parsed, 'pieces' in parsed ? parsed.pieces.map(({ buffer }) => buffer) : []);
});

function answerTo({ body, shape }: BodyJob): ParsedBody {
  try {
    return shape === 'group' ? { input: parseBody(body) } : { pieces: inPieces(parseGroups(body)) };
  } catch (error) {
    if (error instanceof RequestError) return { faults: error.faults, total: error.total };
    throw error;
  }
}
