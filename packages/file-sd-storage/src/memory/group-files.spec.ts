import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { add, encodeFileSd, type GroupKey, groupKey, remove, replace, type TargetGroup } from '@target-eye/domain';
import { FileSdDirectory } from '../directory/file-sd-directory.js';
import { eventually, type RecordedLog, recordingLog, useDirectory, groupAt, groupsIn } from '../../test/support.js';
import type { FileSdTargetGroupStore } from '../index.js';

const place = useDirectory();
const key = groupKey('payments', 'prod');
const at = (...names: string[]) => join(place.path(), ...names);
const file = () => at('payments@prod.json');
const group = (job: string, env: string): TargetGroup => ({ targets: ['h:1'], labels: { job, env } });
const md5 = (text: string) => `${createHash('md5').update(text).digest('hex')}.json`;
const visible = () => readdirSync(place.path()).filter((name) => !name.startsWith('.'));

// cspell:ignore lables paymentsprod mentsprod webprod
const BROKEN: readonly (readonly [string, string | Buffer])[] = [
  ['empty', ''],
  ['truncated', '[{"targets":["h:1"],"labe'],
  ['not a list', '{"targets":["h:1"]}'],
  ['two groups', '[{"targets":["a"]},{"targets":["b"]}]'],
  ['a number in it', '[{"targets":[1],"labels":{}}]'],
  ['an unknown key', '[{"targets":["a"],"lables":{}}]'],
  ['a byte order mark', '\uFEFF[{"targets":["a"]}]'],
  ['a label name that Prometheus refuses', '[{"targets":["a"],"labels":{"a-b":"x"}}]'],
  ['not UTF-8 outside of strings', Buffer.from([0x5b, 0xff, 0x5d])],
];

describe('an unreadable file', () => {
  test.each(BROKEN)('(%s) is not an empty group: reads and partial changes fail, and it stays', async (_, content) => {
    writeFileSync(file(), content);
    const store = place.open();
    const unreadable = { code: 'unreadable', message: expect.not.stringContaining(place.path()) as string };
    await expect(groupAt(store, key)).rejects.toMatchObject(unreadable);
    await expect(store.update(key, add(key, { targets: ['h:2'] }))).rejects.toMatchObject(unreadable);
    await expect(store.update(key, replace(key, { targets: ['h:2'] }))).rejects.toMatchObject(unreadable);
    await expect(store.update(key, remove(key, undefined))).rejects.toMatchObject(unreadable);
    expect(readFileSync(file())).toEqual(Buffer.from(content));
    expect(store.unreadable()).toMatchObject([{ key, name: 'payments@prod.json' }]);
    expect(await groupsIn(store)).toEqual([]);
  });

  test.each(BROKEN)('(%s) is repaired by a whole group, and its bytes are kept', async (_, content) => {
    writeFileSync(file(), content);
    const store = place.open();
    expect(await store.replace(key, group('payments', 'prod'))).toMatchObject({ before: undefined });
    expect(readFileSync(file(), 'utf8')).toBe(encodeFileSd(group('payments', 'prod')));
    const [kept = ''] = readdirSync(at('.target-eye', 'quarantine'));
    expect(readFileSync(at('.target-eye', 'quarantine', kept, 'payments@prod.json'))).toEqual(Buffer.from(content));
    expect(store.unreadable()).toEqual([]);
  });

  test('does not keep the service from starting nor other groups from working, and is logged', async () => {
    writeFileSync(file(), '');
    writeFileSync(at('web@prod.json'), encodeFileSd(group('web', 'prod')));
    const log = recordingLog();
    const store = place.open(log);
    const web = groupKey('web', 'prod');
    expect(await groupAt(store, web)).toEqual(group('web', 'prod'));
    await store.update(web, add(web, { targets: ['h:2'] }));
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'a file is unreadable', details: expect.anything() as object }),
    );
  });

  test('may be a directory: it is moved aside by a whole group', async () => {
    mkdirSync(file());
    const store = place.open();
    await expect(groupAt(store, key)).rejects.toMatchObject({ code: 'unreadable' });
    await store.replace(key, group('payments', 'prod'));
    expect(statSync(file()).isFile()).toBe(true);
  });

  test('may be a named pipe, which is not waited for', async () => {
    execFileSync('mkfifo', [file()]);
    const store = place.open();
    await expect(groupAt(store, key)).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('that is mended by hand is a group again', async () => {
    writeFileSync(file(), '[{');
    const store = place.open();
    writeFileSync(file(), encodeFileSd(group('payments', 'prod')));
    await eventually(() => store.unreadable().length === 0);
    expect(await groupAt(store, key)).toEqual(group('payments', 'prod'));
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
    expect(await groupsIn(store)).toEqual([]);
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
    expect(await groupAt(store, key)).toEqual(group('payments', 'prod'));
    expect(log.lines.filter(({ message }) => message === 'a file of the predecessor was taken over')).toHaveLength(1);
  });

  test('belongs to the group that its labels name, not to another one with the same hash', async () => {
    writeFileSync(at(md5('abc')), encodeFileSd(group('ab', 'c')));
    const store = place.open();
    expect(await groupAt(store, groupKey('a', 'bc'))).toBeUndefined();
    expect(await groupAt(store, groupKey('ab', 'c'))).toEqual(group('ab', 'c'));
  });

  describe('whose labels were overridden', () => {
    const old = md5('paymentsprod');
    const mayTakeOver = jest.fn<boolean, [GroupKey | undefined]>();
    let log: RecordedLog;
    let store: FileSdTargetGroupStore;
    beforeEach(() => {
      writeFileSync(at(old), encodeFileSd(group('other', 'prod')));
      log = recordingLog();
      store = place.open(log);
      mayTakeOver.mockReset().mockReturnValue(true);
    });
    const takenOver = () => log.lines.filter(({ message }) => message === 'a file of the predecessor was taken over');

    test('waits, and is shown to every key that hashes to it, without being renamed', async () => {
      for (const hashing of [key, groupKey('pay', 'mentsprod')])
        expect(await groupAt(store, hashing)).toEqual(group('other', 'prod'));
      expect(await groupAt(store, groupKey('unrelated', 'prod'))).toBeUndefined();
      expect(visible()).toEqual([old]);
    });

    test.each([
      ['that adds to it', add(key, { targets: ['h:2'] }), ['h:1', 'h:2']],
      ['that changes nothing', replace(key, {}), ['h:1']],
    ])('is taken over by the first change %s', async (_, change, targets) => {
      await store.update(key, change, { mayTakeOver });
      expect(mayTakeOver.mock.calls).toEqual([[groupKey('other', 'prod')]]);
      expect(visible()).toEqual(['payments@prod.json']);
      expect(await groupAt(store, key)).toEqual({ targets, labels: { job: 'other', env: 'prod' } });
      expect(takenOver()).toHaveLength(1);
      expect(store.unclaimed()).toEqual([]);
      await store.update(key, remove(key, undefined));
      expect(visible()).toEqual([]);
    });

    test('is left as it is by a change that is refused', async () => {
      await expect(store.update(key, remove(key, { targets: ['none:1'] }))).rejects.toThrow('none:1');
      expect(visible()).toEqual([old]);
    });

    test('is left as it is by a change that is only tried, which needs the same right', async () => {
      const change = add(key, { targets: ['h:2'] });
      const tried = { mayTakeOver, dryRun: true };
      const { stored } = await store.update(key, change, tried);
      expect(stored?.group).toEqual({ targets: ['h:1', 'h:2'], labels: { job: 'other', env: 'prod' } });
      mayTakeOver.mockReturnValue(false);
      await expect(store.update(key, change, tried)).rejects.toMatchObject({ code: 'take_over_not_permitted' });
      expect(visible()).toEqual([old]);
      writeFileSync(file(), encodeFileSd(group('payments', 'prod')));
      await store.update(key, change, { dryRun: true });
      expect(visible().sort()).toEqual([old, 'payments@prod.json']);
    });

    test('is left as it is by whoever may not write the group that its labels name', async () => {
      mayTakeOver.mockReturnValue(false);
      const other = groupKey('pay', 'mentsprod');
      for (const change of [remove(other, undefined), add(other, { targets: ['h:2'] }), replace(other, {})])
        await expect(store.update(other, change, { mayTakeOver })).rejects.toMatchObject({
          code: 'take_over_not_permitted',
          message: expect.stringContaining('labels name "other/prod"') as string,
        });
      await expect(store.replace(other, group('a', 'b'), { mayTakeOver })).rejects.toMatchObject({
        code: 'take_over_not_permitted',
      });
      expect(visible()).toEqual([old]);
      expect(readFileSync(at(old), 'utf8')).toBe(encodeFileSd(group('other', 'prod')));
    });

    test('keeps nobody from a group of its own, and is put aside only with that right', async () => {
      writeFileSync(file(), encodeFileSd(group('payments', 'prod')));
      await store.compareNow();
      mayTakeOver.mockReturnValue(false);
      await store.update(key, add(key, { targets: ['h:2'] }), { mayTakeOver });
      expect(visible().sort()).toEqual([old, 'payments@prod.json']);
      mayTakeOver.mockReturnValue(true);
      await store.update(key, add(key, { targets: ['h:3'] }), { mayTakeOver });
      expect(visible()).toEqual(['payments@prod.json']);
    });

    test('and cannot be renamed is still there after a change that changes nothing, and is said once', async () => {
      const rename = jest.spyOn(FileSdDirectory.prototype, 'rename').mockImplementation(() => {
        throw new Error('EPERM');
      });
      for (let count = 0; count < 3; count += 1) await store.update(key, replace(key, {}));
      rename.mockRestore();
      expect(visible()).toEqual([old]);
      expect(log.lines.filter(({ message }) => message.includes('cannot be renamed'))).toHaveLength(1);
    });
  });

  test.each([
    ['is unreadable', '[{'],
    ['has labels that name no group', encodeFileSd(group('', 'prod'))],
  ])('that %s needs the right to write every group', async (_, content) => {
    writeFileSync(at(md5('paymentsprod')), content);
    const mayTakeOver = jest.fn((named: GroupKey | undefined) => named !== undefined);
    const store = place.open();
    await expect(store.replace(key, group('payments', 'prod'), { mayTakeOver })).rejects.toMatchObject({
      code: 'take_over_not_permitted',
      message: expect.stringContaining('the right to write every group') as string,
    });
    expect(readFileSync(at(md5('paymentsprod')), 'utf8')).toBe(content);
  });

  test('is told at start and in the lists while it waits, with what is wrong in it', () => {
    writeFileSync(
      at(md5('paymentsprod')),
      encodeFileSd({ targets: ['h:151234'], labels: { job: 'other', env: 'prod' } }),
    );
    writeFileSync(at(md5('webprod')), encodeFileSd({ targets: ['http://h'], labels: { job: 'web', env: 'prod' } }));
    const log = recordingLog();
    const store = place.open(log);
    const refused = '1 target that the rules refuse';
    expect(store.unclaimed()).toEqual([{ name: md5('paymentsprod'), named: groupKey('other', 'prod'), refused }]);
    expect(store.questionable()).toEqual([{ key: groupKey('web', 'prod'), refused }]);
    expect(log.lines).toContainEqual({
      level: 'warn',
      message: 'files of the predecessor wait for the first change of their groups',
      details: { count: 1, files: [md5('paymentsprod')] },
    });
    expect(log.lines).toContainEqual({
      level: 'warn',
      message: 'a file holds what the rules refuse',
      details: { file: md5('webprod'), what: refused, example: expect.stringContaining('"http://h"') as string },
    });
  });

  test('that appears while the service runs is taken over within a second', async () => {
    const store = place.open();
    writeFileSync(at(md5('paymentsprod')), encodeFileSd(group('payments', 'prod')));
    await eventually(() => existsSync(file()));
    expect(await groupAt(store, key)).toEqual(group('payments', 'prod'));
  });

  test.each([
    ['at start, if its labels tell whose it is', 'payments', 'start'],
    ['by the first change that claims it, if they do not', 'other', 'change'],
  ])('is put aside %s, when its group has a file already, so that DELETE leaves none behind', async (_, job, when) => {
    const old = md5('paymentsprod');
    const content = encodeFileSd({ targets: ['old:1'], labels: { job, env: 'prod' } });
    writeFileSync(file(), encodeFileSd(group('payments', 'prod')));
    writeFileSync(at(old), content);
    const log = recordingLog();
    const store = place.open(log);
    expect(await groupAt(store, key)).toEqual(group('payments', 'prod'));
    expect(existsSync(at(old))).toBe(when === 'change');
    await store.update(key, remove(key, undefined));
    const [kept = ''] = readdirSync(at('.target-eye', 'quarantine'));
    expect(readFileSync(at('.target-eye', 'quarantine', kept, old), 'utf8')).toBe(content);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('put aside') as string }),
    );
    expect(await groupAt(store, key)).toBeUndefined();
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
    expect(await groupAt(store, key)).toEqual(group('payments', 'prod'));
    expect(visible()).toEqual([old]);
    await store.update(key, add(key, { targets: ['h:2'] }));
    expect(visible()).toEqual(['payments@prod.json']);
    expect((await groupAt(store, key))?.targets).toEqual(['h:1', 'h:2']);
    rename.mockRestore();
  });

  test('that is unreadable counts as the group of the key that hashes to it, and a whole group repairs it', async () => {
    const old = md5('paymentsprod');
    writeFileSync(at(old), '');
    const store = place.open();
    expect(store.unreadable()).toMatchObject([{ name: old, key: undefined }]);
    await expect(groupAt(store, key)).rejects.toMatchObject({ code: 'unreadable' });
    await expect(store.update(key, add(key, { targets: ['h:2'] }))).rejects.toMatchObject({ code: 'unreadable' });
    expect(visible()).toEqual([old]);
    await store.replace(key, group('payments', 'prod'));
    expect(visible()).toEqual(['payments@prod.json']);
    const [kept = ''] = readdirSync(at('.target-eye', 'quarantine'));
    expect(readdirSync(at('.target-eye', 'quarantine', kept))).toEqual([old]);
  });
});

describe('the reserved application', () => {
  test('has files that are left alone and named at start: not read, not changed, not removed', async () => {
    const content = encodeFileSd(group('-', 'prod'));
    const names = ['-@prod.json', md5('-prod')].sort();
    for (const name of names) writeFileSync(at(name), content, { mode: 0o600 });
    writeFileSync(at('-@healthy.json'), '[{');
    const log = recordingLog();
    const store = place.open(log);
    expect(await groupsIn(store)).toEqual([]);
    expect(store.unreadable()).toEqual([]);
    expect(store.unclaimed()).toEqual([]);
    expect(await groupAt(store, groupKey('-p', 'rod'))).toBeUndefined();
    await store.replace(groupKey('-p', 'rod'), group('a', 'b'));
    await store.update(groupKey('-p', 'rod'), remove(key, undefined));
    await store.compareNow();
    for (const name of names) {
      expect(readFileSync(at(name), 'utf8')).toBe(content);
      expect(statSync(at(name)).mode & 0o777).toBe(0o600);
    }
    expect(log.lines.filter(({ message }) => message.includes('reserved'))).toEqual([
      {
        level: 'warn',
        message: 'files are left alone, because the application "-" is reserved',
        details: { count: 3, files: expect.arrayContaining([...names, '-@healthy.json']) as string[] },
      },
    ]);
    await expect(groupAt(store, groupKey('-', 'prod'))).rejects.toMatchObject({ code: 'invalid_name' });
  });
});

describe('the mode of a group’s file', () => {
  test.each([
    ['that changes the group', add(key, { targets: ['h:2'] })],
    ['that changes nothing', replace(key, {})],
  ])('is mended by the next change, one %s', async (_, change) => {
    writeFileSync(file(), encodeFileSd(group('payments', 'prod')), { mode: 0o600 });
    const store = place.open();
    await store.update(key, change);
    expect(statSync(file()).mode & 0o777).toBe(0o644);
    const { ino } = statSync(file());
    await store.update(key, replace(key, {}));
    expect(statSync(file()).ino).toBe(ino);
  });

  test('is not touched by a change that is refused, nor by a read', async () => {
    writeFileSync(file(), encodeFileSd(group('payments', 'prod')), { mode: 0o600 });
    const store = place.open();
    await groupAt(store, key);
    await expect(store.update(key, remove(key, { targets: ['none:1'] }))).rejects.toThrow('none:1');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });
});

describe('comparing everything', () => {
  test('leaves memory as it was when the directory is gone', async () => {
    const store = place.open();
    await store.replace(key, group('payments', 'prod'));
    rmSync(place.path(), { recursive: true });
    await expect(store.compareNow()).rejects.toThrow();
    mkdirSync(place.path());
    await expect(store.compareNow()).rejects.toThrow('was replaced');
    expect(await groupAt(store, key)).toEqual(group('payments', 'prod'));
  });

  test('finds what no event told of', async () => {
    const store = place.open();
    await store.replace(key, group('payments', 'prod'));
    writeFileSync(file(), encodeFileSd(group('new', 'prod')));
    writeFileSync(at('web@prod.json'), encodeFileSd(group('web', 'prod')));
    await store.compareNow();
    expect((await groupsIn(store)).map(({ group: { labels } }) => labels['job'])).toEqual(['new', 'web']);
  });
});
