import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { readEnvironmentFile } from './environment-file.js';

const home = useTemporaryDirectory();

function read(text: string): Readonly<Record<string, string>> {
  const path = join(home(), 'default');
  writeFileSync(path, text);
  return readEnvironmentFile(path);
}

// What systemd.exec(5) says of EnvironmentFile=.
test.each<[string, Record<string, string>]>([
  ['A=1\nB=2\n', { A: '1', B: '2' }],
  ['A=1', { A: '1' }],
  ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
  ['', {}],
  ['# A=1\n; B=2\n  # C=3\nD=4 # no comment\n', { D: '4 # no comment' }],
  ["# it's a comment\nA=1\n# and that's another\n", { A: '1' }],
  ['no assignment\nA=1\nexport B=2\n1C=3\n', { A: '1' }],
  ['  A =  1 2  \n', { A: '1 2' }],
  ['A=\nB= \nC=3\n', { A: '', B: '', C: '3' }],
  ['A=x=y\n', { A: 'x=y' }],
  ['A=1\nA=2\n', { A: '2' }],
  [`A='x "y" $z \\n # \n w'\nB=1\n`, { A: 'x "y" $z \\n # \n w', B: '1' }],
  ['A="x \\"y\\" \\$z \\\\ \\n \\`"\n', { A: 'x "y" $z \\ \\n `' }],
  ['A="x\\\ny"\nB="x\ny"\n', { A: 'xy', B: 'x\ny' }],
  [`A="x" 'y' z \n`, { A: 'xyz' }],
  ['A=x "y" it\'s\n', { A: 'x "y" it\'s' }],
  ['A=x\\\ny\\ \\z\\\\ \nB=1\n', { A: 'xy z\\', B: '1' }],
  ['A=x\\ \n', { A: 'x ' }],
  ['A=x\\', { A: 'x' }],
  ['A=\'\'\nB=""\n', { A: '', B: '' }],
])('%j', (text, variables) => {
  expect(read(text)).toEqual(variables);
});

test.each(["A='x\nB=1\n", 'A="x\nB=1\n', "A='x' \"y\n"])('an unclosed quotation mark: %j', (text) => {
  expect(() => read(text)).toThrow(/^the environment file ".*" has an unclosed quotation mark in A$/);
});

test('a file that is not there', () => {
  expect(() => readEnvironmentFile(join(home(), 'none'))).toThrow(
    /^the environment file ".*none" cannot be read \(ENOENT\)$/,
  );
});
