// How long do others wait? Sends requests one after another, in a process of its own so that nothing else delays it.
// node probe.mjs <GET|PUT> <url> begins with each line of its input, and with the next one says what it has seen.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { send } from './send.mjs';

const [method, url] = process.argv.slice(2);

/** A reader looks every now and then; a writer, whose requests take longer, goes on at once. */
const PAUSE_MS = method === 'GET' ? 2 : 0;

let count = 0;
let running;

function probe() {
  const samples = [];
  let isOver = false;
  const done = (async () => {
    while (!isOver) {
      count += 1;
      const body = method === 'PUT' ? JSON.stringify({ targets: ['h:1'], labels: { count: `${count}` } }) : undefined;
      samples.push((await send(url, method, body)).milliseconds);
      await sleep(PAUSE_MS);
    }
    return samples;
  })();
  return () => {
    isOver = true;
    return done;
  };
}

createInterface({ input: process.stdin }).on('line', async () => {
  if (running === undefined) running = probe();
  else {
    const samples = await running();
    running = undefined;
    process.stdout.write(`${JSON.stringify(samples)}\n`);
  }
});
