import './require-node.mjs';

import('./set-up.mjs')
  .then(({ setUp }) => setUp('building'))
  .then(() => import('../apps/server/dist/cli/cli.js'))
  .then(({ run }) => run(process.argv.slice(2), { file_sd_directory: './file_sd' }));
