import { mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { LogFile } from './log-file.js';

const home = useTemporaryDirectory();
const path = () => join(home(), 'logs', 'a.log');

beforeEach(() => {
  mkdirSync(join(home(), 'logs'));
});

const content = (name = path()) => readFileSync(name, 'utf8');

describe('a log file', () => {
  test('is created with mode 0640 and appended to', () => {
    for (const line of ['one', 'two']) {
      const file = new LogFile('ACCESSLOG', path());
      file.write(line);
      file.close();
    }
    expect(content()).toBe('one\ntwo\n');
    expect(statSync(path()).mode & 0o777).toBe(0o640);
  });

  test('goes on in a new file after it was renamed and reopened', () => {
    const file = new LogFile('ACCESSLOG', path());
    file.write('one');
    renameSync(path(), `${path()}.1`);
    file.write('two');
    file.reopen();
    file.write('three');
    expect([content(`${path()}.1`), content()]).toEqual(['one\ntwo\n', 'three\n']);
    file.close();
  });

  test('stays in use when a new one cannot be opened', () => {
    const file = new LogFile('ACCESSLOG', path());
    renameSync(join(home(), 'logs'), join(home(), 'away'));
    expect(() => {
      file.reopen();
    }).toThrow(/^ACCESSLOG: ".*a\.log" cannot be opened \(ENOENT\)$/);
    file.write('still');
    expect(content(join(home(), 'away', 'a.log'))).toBe('still\n');
    file.close();
  });

  test('takes nothing any more after it was closed', () => {
    const file = new LogFile('ACCESSLOG', path());
    file.close();
    file.write('late');
    file.reopen();
    file.close();
    expect(content()).toBe('');
  });

  test('that cannot be opened is an error that names the setting', () => {
    rmSync(join(home(), 'logs'), { recursive: true });
    expect(() => new LogFile('ERRORLOG', path())).toThrow(/^ERRORLOG: .*ENOENT/);
  });

  test('that cannot be written loses lines, says so once on standard error, and throws nothing', () => {
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const file = new LogFile('ACCESSLOG', '/dev/full');
    file.write('one');
    file.write('two');
    file.close();
    expect(said.mock.calls).toEqual([
      ['target-eye: ACCESSLOG: "/dev/full" cannot be written, lines are lost (ENOSPC)\n'],
    ]);
    said.mockRestore();
  });
});
