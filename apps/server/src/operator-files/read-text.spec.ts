import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { ConfigurationError } from './configuration-error.js';
import { readText } from './read-text.js';

const home = useTemporaryDirectory();
const file = () => join(home(), 'file');

test('a regular file is read, also behind a symbolic link', () => {
  writeFileSync(file(), 'text\n');
  symlinkSync('file', join(home(), 'link'));
  expect(readText(join(home(), 'link'))).toBe('text\n');
});

test('a pipe that nobody writes to is refused at once', () => {
  execFileSync('mkfifo', [file()]);
  expect(() => readText(file(), 'the access file')).toThrow('the access file is not a regular file');
});

test.each(['/dev/zero', '/dev/tty', '/'])('%s is refused', (path) => {
  expect(() => readText(path)).toThrow(ConfigurationError);
});

test.each(['missing', 'loop', 'file/below'])('what cannot be opened is named with the reason: %s', (name) => {
  writeFileSync(file(), '');
  symlinkSync('loop', join(home(), 'loop'));
  expect(() => readText(join(home(), name))).toThrow(/^".*" cannot be read \((?:ENOENT|ELOOP|ENOTDIR)\)$/);
});
