import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

const SAMPLES = 5;

/**
 * Sends one request and reads its answer to the end.
 * @returns the answer, and the milliseconds from the request to the last byte
 */
export function send(url, method = 'GET', body = undefined) {
  const headers = body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const sent = request(url, { method, headers, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const milliseconds = performance.now() - begin;
        const content = Buffer.concat(chunks);
        if (response.statusCode === 200) resolve({ milliseconds, content });
        else reject(new Error(`${method} ${url}: ${response.statusCode} ${content.subarray(0, 1000)}`));
      });
    });
    sent.on('error', reject).end(body);
  });
}

/**
 * Does something that takes so many milliseconds a few times, because a short time says little.
 * @returns the median
 */
export async function usual(timeOf, ...args) {
  const times = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) times.push(await timeOf(...args));
  return times.sort((one, other) => one - other)[Math.floor(SAMPLES / 2)];
}

/** How many milliseconds the threads of a server had a processor for something. It depends less on what else a machine does. */
export async function processorTimeOf(server, work) {
  const before = server.processorTime();
  await work();
  return (server.processorTime() - before) / 1e6;
}
