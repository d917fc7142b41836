import { sendRequest } from './raw-request.js';

/** What an honest request may take longer after an attack than before it, in milliseconds. */
const PATIENCE = 100;

/** How many honest requests there are before one of them must have been quick, so that a busy machine fails no test. */
const ATTEMPTS = 50;

/** How long the quickest of some honest requests takes, in milliseconds. */
export async function quickest(port: number, attempts = 10): Promise<number> {
  let best = Infinity;
  for (let attempt = 0; attempt < attempts; attempt++) best = Math.min(best, await timed(port));
  return best;
}

/** Expects that honest requests are served about as quickly as `idle`. */
export async function expectResponsive(port: number, idle: number): Promise<void> {
  let best = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && best > idle + PATIENCE; attempt++)
    best = Math.min(best, await timed(port));
  expect(best).toBeLessThanOrEqual(idle + PATIENCE);
}

async function timed(port: number): Promise<number> {
  const start = performance.now();
  const { status } = await sendRequest(port, 'GET', '/honest/prod');
  expect(status).toBe(200);
  return performance.now() - start;
}
