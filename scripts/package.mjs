import './require-node.mjs';

// What to package, and where to put it: package.mjs npm|deb|program [folder]
const [kind] = process.argv.splice(2, 1);

import('./set-up.mjs').then(({ setUp }) => setUp('building')).then(() => import(`./package-${kind}.mjs`));
