import { setUp } from './set-up.mjs';

setUp();
const { serve } = await import('../apps/server/dist/serve.js');
await serve(process.argv.slice(2), { file_sd_directory: './file_sd' });
