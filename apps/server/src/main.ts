import { isMainThread } from 'node:worker_threads';

// The bundle is also what its thread runs, which has no use for most of it.
if (isMainThread) {
  const { run } = await import('./cli.js');
  await run(process.argv.slice(2));
} else await import('./http/body/understanding-thread.js');
