import { parentPort } from 'node:worker_threads';
import { limited } from './limited.js';
import { writeFile } from './write-file.js';
import type { WriteAnswer, WriteRequest } from './write-thread.js';

/**
 * How many files are on their way at a time. With fewer the disk would wait for work; with more, of many changes that
 * come together the first would wait until the files of all are created.
 */
const MAX_IN_FLIGHT = 16;

const writeInTurn = limited(MAX_IN_FLIGHT, writeFile);

/** The entry of the thread that writes files. Answers that are there in one turn of its event loop go as one message. */
let outgoing: WriteAnswer[] = [];

parentPort?.on('message', (requests: readonly WriteRequest[]) => {
  for (const { id, write } of requests)
    void writeInTurn(write).then((report) => {
      if (outgoing.push({ id, report }) === 1) setImmediate(answer);
    });
});

// Says that it is there: what was sent to a thread that never said so was not begun.
answer();

function answer(): void {
  parentPort?.postMessage(outgoing);
  outgoing = [];
}
