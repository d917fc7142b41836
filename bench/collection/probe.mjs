// How long do others wait? Sends requests one after another, in a process of its own so that nothing else delays it.
// node probe.mjs <GET|PUT> <url> begins with each line of its input, and with the next one says what it has seen.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { send } from './send.mjs';

const [method, url] = process.argv.slice(2);

/** A reader looks every now and then; a writer, whose requests take longer, goes on at once. */
const PAUSE_MS = method === 'GET' ? 2 : 0;

let count = 0;
let samples;

async function probe() {
  const own = samples;
  while (samples === own) {
    count += 1;
    const body = method === 'PUT' ? JSON.stringify({ targets: ['h:1'], labels: { count: String(count) } }) : undefined;
    own.push((await send(url, method, body)).milliseconds);
    await sleep(PAUSE_MS);
  }
}

createInterface({ input: process.stdin }).on('line', () => {
  if (samples === undefined) {
    samples = [];
    void probe();
  } else {
    process.stdout.write(`${JSON.stringify(samples)}\n`);
    samples = undefined;
  }
});
