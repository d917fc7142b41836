// What the disk can do: durable writes and nothing else, as many at a time as the benchmark has connections.
// node durable-write.mjs <directory> <concurrency> <groups> writes for as many seconds as each line of its input says.
import { createInterface } from 'node:readline';
import { ANSWER } from './answer.mjs';
import { durableWriter } from './durable.mjs';

const [directory, concurrency, groups] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const write = durableWriter(directory);

/** @returns how many groups were written */
async function writeUntil(end, writer) {
  let count = 0;
  for (
    let group = writer;
    performance.now() < end;
    group = group + concurrency < groups ? group + concurrency : writer
  ) {
    await write(`${group}.json`, ANSWER);
    count += 1;
  }
  return count;
}

for await (const seconds of createInterface({ input: process.stdin })) {
  const begin = performance.now();
  const end = begin + Number(seconds) * 1000;
  const counts = await Promise.all(Array.from({ length: concurrency }, (_, writer) => writeUntil(end, writer)));
  const total = counts.reduce((sum, count) => sum + count);
  process.stdout.write(`${(total / (performance.now() - begin)) * 1000}\n`);
}
