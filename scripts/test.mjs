import './require-node.mjs';

import('./set-up.mjs')
  .then(({ setUp }) => setUp('everything'))
  .then(() => import('./run-tests.mjs'))
  .then(({ runTests }) => process.exit(runTests(process.argv.slice(2))));
