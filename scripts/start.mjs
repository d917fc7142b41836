import { setUp } from './set-up.mjs';

setUp();
const { run } = await import('../apps/server/dist/cli.js');
await run(process.argv.slice(2), { file_sd_directory: './file_sd' });
