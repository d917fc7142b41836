import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGE = dirname(__dirname);

test('the example of the README prints what it says', () => {
  const text = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  const [, code = '', output = ''] = /```js\n([^]*?)```[^]*?```\n([^]*?)```/.exec(text) ?? [];

  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: PACKAGE,
    encoding: 'utf8',
  });

  expect(stderr).toBe('');
  expect(stdout).toBe(output);
});
