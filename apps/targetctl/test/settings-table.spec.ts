import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_SETTINGS, SECRET_VARIABLES, SERVER_SETTINGS } from '../src/settings/settings-table.js';

test('docs/targetctl.md has a row for every setting, and no other', () => {
  const text = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'targetctl.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (?:`(--[\w-]+)`(?:, `-\w`)?)? +\| `(TARGETCTL_\w+)` +\| (?:`(\w+)`)? +\|/gm)];
  const documented = rows.map(([, option = '', variable = '', key = '']) => [variable, option, key]);
  const settings = Object.values({ ...SERVER_SETTINGS, ...COMMAND_SETTINGS }).map((entry) => [
    entry.variable,
    /--[\w-]+/.exec(entry.flags)?.[0],
    'key' in entry ? entry.key : '',
  ]);
  const secrets = Object.values(SECRET_VARIABLES).map(({ variable }) => [variable, '', '']);
  expect(documented.toSorted()).toEqual([...settings, ...secrets].toSorted());
});
