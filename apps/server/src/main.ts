import './signals.js';

// Loaded only when the signals are listened to.
const { run } = await import('./cli/cli.js');
await run(process.argv.slice(2));
