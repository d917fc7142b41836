import { execFileSync } from 'node:child_process';
import type * as FileSystem from 'node:fs';
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { until } from '../../test/support/until.js';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { LogFile } from './log-file.js';

jest.mock('node:fs', () => {
  const real = jest.requireActual<typeof FileSystem>('node:fs');
  return { ...real, writeSync: jest.fn(real.writeSync) };
});

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
    expect(file.dropped).toBe(2);
    expect(said.mock.calls).toEqual([
      ['target-eye: ACCESSLOG: "/dev/full" cannot be written; lines are lost (ENOSPC)\n'],
    ]);
    said.mockRestore();
  });
});

test('a line that the disk takes only in part does not run into the next one', () => {
  const file = new LogFile('ACCESSLOG', path());
  const { writeSync: write } = jest.requireActual<typeof FileSystem>('node:fs');
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  jest
    .mocked(writeSync)
    .mockImplementationOnce((fd) => write(fd, 'half'))
    .mockImplementationOnce(() => {
      throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    });
  for (const line of ['half of it', 'whole', 'and another']) file.write(line);
  file.close();
  said.mockRestore();
  expect(content()).toBe('half\nwhole\nand another\n');
  expect(file.dropped).toBe(1);
});

describe('a log file that is a pipe', () => {
  const pipe = () => join(home(), 'pipe');
  beforeEach(() => {
    execFileSync('mkfifo', [pipe()]);
  });

  test('is refused at once when nobody reads it', () => {
    expect(() => new LogFile('ERRORLOG', pipe())).toThrow(/^ERRORLOG: ".*" is a pipe or a socket that nobody reads$/);
  });

  test('never waits for a reader: lines wait up to a bound, others are dropped and counted', async () => {
    const reader = openSync(pipe(), constants.O_RDONLY | constants.O_NONBLOCK);
    const file = new LogFile('ACCESSLOG', pipe());
    const line = (number: number) => `${String(number).padStart(6, '0')}${'x'.repeat(1000)}`;
    for (let number = 0; number < 3000; number += 1) file.write(line(number));
    const kept = 3000 - file.dropped;
    // The bound, and what the pipe itself takes.
    expect(kept * line(0).length).toBeGreaterThan(1_000_000);
    expect(kept * line(0).length).toBeLessThan(2_200_000);

    const read = Buffer.alloc(kept * (line(0).length + 1));
    let length = 0;
    await until('the reader has what was kept', () => {
      length += readSync(reader, read, length, read.length - length, null);
      return length === read.length;
    });
    const expected = Array.from({ length: kept }, (_, number) => line(number));
    expect(read.toString().trim().split('\n')).toEqual(expected);
    file.close();
    closeSync(reader);
  });
});

test('a reload says what it came to', () => {
  const file = new LogFile('ERRORLOG', path());
  expect(file.reload()).toEqual({ what: 'errorlog', error: undefined });
  renameSync(join(home(), 'logs'), join(home(), 'away'));
  expect(file.reload()).toMatchObject({
    what: 'errorlog',
    error: { message: expect.stringContaining('ENOENT') as string },
  });
  file.close();
});
