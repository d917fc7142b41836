import type { QuietServer } from './quiet-server.js';
import { sendRequest } from './raw-request.js';
import { until } from './until.js';

/** What docs/security.md promises, in MiB. */
const MEMORY = 640;

/** What an honest request may take longer after an attack than before it, in milliseconds. */
const PATIENCE = 100;

/** How long the quickest of some honest requests takes, in milliseconds. */
export async function quickest(port: number, attempts = 10): Promise<number> {
  let best = Infinity;
  for (let attempt = 0; attempt < attempts; attempt++) best = Math.min(best, await timed(port));
  return best;
}

/**
 * Expects that after an attack honest requests are served about as quickly as `idle`, that the memory never was above
 * the bound, and that no error was logged.
 */
export async function expectUnharmed(server: QuietServer, idle: number): Promise<void> {
  await expectResponsive(server.port, idle);
  expect(server.memory().most).toBeLessThan(MEMORY);
  expect(server.output()).toBe('');
}

/** Expects that honest requests are served about as quickly as `idle` again, whenever the machine has time for one. */
export async function expectResponsive(port: number, idle: number): Promise<void> {
  await until('an honest request is served quickly', async () => (await timed(port)) <= idle + PATIENCE);
}

async function timed(port: number): Promise<number> {
  const start = performance.now();
  const { status } = await sendRequest(port, 'GET', '/honest/prod');
  expect(status).toBe(200);
  return performance.now() - start;
}
