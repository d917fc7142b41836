import './signals.js';

// The rest is loaded only after the process listens to the signals.
const { run } = await import('./cli/cli.js');
await run(process.argv.slice(2));
