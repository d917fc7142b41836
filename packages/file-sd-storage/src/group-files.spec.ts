import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { add, encodeFileSd, groupKey, remove, replace, type TargetGroup } from '@target-eye/domain';
import { FileSdDirectory } from './file-sd-directory.js';
import { compareAll, eventually, recordingLog, useDirectory } from '../test/support.js';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const at = (...names: string[]) => join(place.path(), ...names);
const file = () => at('payments@prod.json');
const group = (job: string, env: string): TargetGroup => ({ targets: ['h:1'], labels: { job, env } });
const md5 = (text: string) => `${createHash('md5').update(text).digest('hex')}.json`;
const visible = () => readdirSync(place.path()).filter((name) => !name.startsWith('.'));

const BROKEN: readonly (readonly [string, string | Buffer])[] = [
  ['empty', ''],
  ['truncated', '[{"targets":["h:1"],"labe'],
  ['not a list', '{"targets":["h:1"]}'],
  ['two groups', '[{"targets":["a"]},{"targets":["b"]}]'],
  ['a number in it', '[{"targets":[1],"labels":{}}]'],
  ['an unknown key', '[{"targets":["a"],"lables":{}}]'],
  ['a label name that Prometheus refuses', '[{"targets":["a"],"labels":{"a-b":"x"}}]'],
  ['not UTF-8', Buffer.from([0x5b, 0xff, 0x5d])],
];

describe('an unreadable file', () => {
  test.each(BROKEN)('(%s) is not an empty group: reads and partial changes fail, and it stays', async (_, content) => {
    writeFileSync(file(), content);
    const store = place.open();
    const unreadable = { code: 'unreadable', message: expect.not.stringContaining(place.path()) as string };
    await expect(store.find(key)).rejects.toMatchObject(unreadable);
    await expect(store.update(key, add(key, { targets: ['h:2'] }))).rejects.toMatchObject(unreadable);
    await expect(store.update(key, replace(key, { targets: ['h:2'] }))).rejects.toMatchObject(unreadable);
    await expect(store.update(key, remove(key, undefined))).rejects.toMatchObject(unreadable);
    expect(readFileSync(file())).toEqual(Buffer.from(content));
    expect(store.listUnreadable()).toMatchObject([{ key, name: 'payments@prod.json' }]);
    expect(await store.list()).toEqual([]);
  });

  test.each(BROKEN)('(%s) is repaired by a whole group, and its bytes are kept', async (_, content) => {
    writeFileSync(file(), content);
    const store = place.open();
    expect(await store.replace(key, group('payments', 'prod'))).toMatchObject({ before: undefined });
    expect(readFileSync(file(), 'utf8')).toBe(encodeFileSd(group('payments', 'prod')));
    const [kept = ''] = readdirSync(at('.target-eye', 'quarantine'));
    expect(readFileSync(at('.target-eye', 'quarantine', kept, 'payments@prod.json'))).toEqual(Buffer.from(content));
    expect(store.listUnreadable()).toEqual([]);
  });

  test('does not keep the service from starting nor other groups from working, and is logged', async () => {
    writeFileSync(file(), '');
    writeFileSync(at('web@prod.json'), encodeFileSd(group('web', 'prod')));
    const log = recordingLog();
    const store = place.open(log);
    const web = groupKey('web', 'prod');
    expect(await store.find(web)).toEqual(group('web', 'prod'));
    await store.update(web, add(web, { targets: ['h:2'] }));
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'a file is unreadable', details: expect.anything() as object }),
    );
  });

  test('may be a directory: it is moved aside by a whole group', async () => {
    mkdirSync(file());
    const store = place.open();
    await expect(store.find(key)).rejects.toMatchObject({ code: 'unreadable' });
    await store.replace(key, group('payments', 'prod'));
    expect(statSync(file()).isFile()).toBe(true);
  });

  test('may be a named pipe, which is not waited for', async () => {
    execFileSync('mkfifo', [file()]);
    const store = place.open();
    await expect(store.find(key)).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('that is mended by hand is a group again', async () => {
    writeFileSync(file(), '[{');
    const store = place.open();
    writeFileSync(file(), encodeFileSd(group('payments', 'prod')));
    await eventually(() => store.listUnreadable().length === 0);
    expect(await store.find(key)).toEqual(group('payments', 'prod'));
  });
});

describe('files of other people', () => {
  test('are never read as groups, changed or removed', async () => {
    const foreign: Record<string, string> = {
      'by-hand.json': '[{"targets":["a"]},{"targets":["b"]}]',
      'nodes.yml': '- targets: [a]',
      'README.txt': 'hands off',
      'a@b.json.bak': 'x',
      '.hidden.json': '[]',
    };
    for (const [name, content] of Object.entries(foreign)) {
      writeFileSync(at(name), content);
      chmodSync(at(name), 0o600);
    }
    const store = place.open();
    await store.replace(key, group('payments', 'prod'));
    await store.update(key, remove(key, undefined));
    expect(await store.list()).toEqual([]);
    for (const [name, content] of Object.entries(foreign)) {
      expect(readFileSync(at(name), 'utf8')).toBe(content);
      expect(statSync(at(name)).mode & 0o777).toBe(0o600);
    }
  });
});

describe('a file of the predecessor', () => {
  test('whose job and env hash to its name is taken over at start: renamed, once, logged', async () => {
    writeFileSync(at(md5('paymentsprod')), encodeFileSd(group('payments', 'prod')));
    const log = recordingLog();
    const store = place.open(log);
    expect(visible()).toEqual(['payments@prod.json']);
    expect(await store.find(key)).toEqual(group('payments', 'prod'));
    expect(log.lines.filter(({ message }) => message === 'a file of the predecessor was taken over')).toHaveLength(1);
  });

  test('belongs to the group that its labels name, not to another one with the same hash', async () => {
    writeFileSync(at(md5('abc')), encodeFileSd(group('ab', 'c')));
    const store = place.open();
    expect(await store.find(groupKey('a', 'bc'))).toBeUndefined();
    expect(await store.find(groupKey('ab', 'c'))).toEqual(group('ab', 'c'));
  });

  test.each(['find', 'update'] as const)(
    'whose labels were overridden is taken over by the first request (%s) whose key hashes to it',
    async (verb) => {
      writeFileSync(at(md5('paymentsprod')), encodeFileSd(group('other', 'prod')));
      const store = place.open();
      expect(visible()).toEqual([md5('paymentsprod')]);
      expect(await store.find(groupKey('unrelated', 'prod'))).toBeUndefined();
      if (verb === 'find') expect(await store.find(key)).toEqual(group('other', 'prod'));
      else await store.update(key, add(key, { targets: ['h:2'] }));
      expect(visible()).toEqual(['payments@prod.json']);
      expect((await store.find(key))?.labels).toEqual({ job: 'other', env: 'prod' });
      await store.update(key, remove(key, undefined));
      expect(visible()).toEqual([]);
    },
  );

  test('that appears while the service runs is taken over within a second', async () => {
    const store = place.open();
    writeFileSync(at(md5('paymentsprod')), encodeFileSd(group('payments', 'prod')));
    await eventually(() => existsSync(file()));
    expect(await store.find(key)).toEqual(group('payments', 'prod'));
  });

  test.each([
    ['at start, if its labels tell whose it is', 'payments', 'start'],
    ['by the first request that claims it, if they do not', 'other', 'request'],
  ])('is put aside %s, when its group has a file already, so that DELETE leaves none behind', async (_, job, when) => {
    const old = md5('paymentsprod');
    const content = encodeFileSd({ targets: ['old:1'], labels: { job, env: 'prod' } });
    writeFileSync(file(), encodeFileSd(group('payments', 'prod')));
    writeFileSync(at(old), content);
    const log = recordingLog();
    const store = place.open(log);
    expect(existsSync(at(old))).toBe(when === 'request');
    expect(await store.find(key)).toEqual(group('payments', 'prod'));
    expect(visible()).toEqual(['payments@prod.json']);
    const [kept = ''] = readdirSync(at('.target-eye', 'quarantine'));
    expect(readFileSync(at('.target-eye', 'quarantine', kept, old), 'utf8')).toBe(content);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('put aside') as string }),
    );
    await store.update(key, remove(key, undefined));
    expect(await store.find(key)).toBeUndefined();
    expect(visible()).toEqual([]);
  });

  test('gets the mode that Prometheus needs', () => {
    writeFileSync(at(md5('paymentsprod')), encodeFileSd(group('payments', 'prod')), { mode: 0o600 });
    place.open();
    expect(statSync(file()).mode & 0o777).toBe(0o644);
  });

  test('that cannot be renamed is used under its old name until a change writes a new one', async () => {
    const rename = jest.spyOn(FileSdDirectory.prototype, 'rename').mockImplementation(() => {
      throw new Error('EPERM');
    });
    const old = md5('paymentsprod');
    writeFileSync(at(old), encodeFileSd(group('payments', 'prod')));
    const store = place.open();
    expect(await store.find(key)).toEqual(group('payments', 'prod'));
    expect(visible()).toEqual([old]);
    await store.update(key, add(key, { targets: ['h:2'] }));
    expect(visible()).toEqual(['payments@prod.json']);
    expect((await store.find(key))?.targets).toEqual(['h:1', 'h:2']);
    rename.mockRestore();
  });

  test('that is unreadable counts as the group of the key that hashes to it, and a whole group repairs it', async () => {
    const old = md5('paymentsprod');
    writeFileSync(at(old), '');
    const store = place.open();
    expect(store.listUnreadable()).toMatchObject([{ name: old, key: undefined }]);
    await expect(store.find(key)).rejects.toMatchObject({ code: 'unreadable' });
    await expect(store.update(key, add(key, { targets: ['h:2'] }))).rejects.toMatchObject({ code: 'unreadable' });
    expect(visible()).toEqual([old]);
    await store.replace(key, group('payments', 'prod'));
    expect(visible()).toEqual(['payments@prod.json']);
    const [kept = ''] = readdirSync(at('.target-eye', 'quarantine'));
    expect(readdirSync(at('.target-eye', 'quarantine', kept))).toEqual([old]);
  });
});

describe('comparing everything', () => {
  test('leaves memory as it was when the directory is gone', async () => {
    const store = place.open();
    await store.replace(key, group('payments', 'prod'));
    rmSync(place.path(), { recursive: true });
    await expect(compareAll(store)).rejects.toThrow();
    mkdirSync(place.path());
    await expect(compareAll(store)).rejects.toThrow('was replaced');
    expect(await store.find(key)).toEqual(group('payments', 'prod'));
  });

  test('finds what no event told of', async () => {
    const store = place.open();
    await store.replace(key, group('payments', 'prod'));
    writeFileSync(file(), encodeFileSd(group('new', 'prod')));
    writeFileSync(at('web@prod.json'), encodeFileSd(group('web', 'prod')));
    await compareAll(store);
    expect((await store.list()).map(({ group: { labels } }) => labels['job']).sort()).toEqual(['new', 'web']);
  });
});
