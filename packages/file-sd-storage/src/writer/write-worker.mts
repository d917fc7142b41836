import { parentPort } from 'node:worker_threads';
import { writeFile } from './write-file.js';
import type { WriteAnswer, WriteRequest } from './write-thread.js';

/** The entry of the thread that writes files. Answers that are there in one turn of its event loop go as one message. */
let outgoing: WriteAnswer[] = [];

parentPort?.on('message', (requests: readonly WriteRequest[]) => {
  for (const { id, write } of requests)
    void writeFile(write).then((report) => {
      if (outgoing.push({ id, report }) === 1) setImmediate(answer);
    });
});

// Says that it is there: what was sent to a thread that never said so was not begun.
answer();

function answer(): void {
  parentPort?.postMessage(outgoing);
  outgoing = [];
}
