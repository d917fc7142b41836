import fc from 'fast-check';
import { compareKeys, encodeHttpSdGroup, revisionOf, type StoredGroup } from '@target-eye/domain';
import { anyGroup, anyKey, sha256 } from '@target-eye/domain/testing';
import { NOTHING_RENDERED, type RenderedList, renderList } from './rendered-list.js';

function render(groups: readonly StoredGroup[], before?: RenderedList): RenderedList {
  const work = renderList(groups, before);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const anyStored = fc
  .record({ key: anyKey, group: anyGroup })
  .map(({ key, group }): StoredGroup => ({ key, group, revision: revisionOf(group, sha256), changedAt: 0 }));
const anyStoredGroups = fc
  .uniqueArray(anyStored, { selector: ({ key }) => JSON.stringify(key), maxLength: 8 })
  .map((groups) => groups.toSorted((one, other) => compareKeys(one.key, other.key)));

test('nothing is an empty list', () => {
  expect(render([]).bytes.toString()).toBe('[]\n');
  expect(NOTHING_RENDERED.bytes.toString()).toBe('[]\n');
});

test('every group is a line, in order', () => {
  fc.assert(
    fc.property(anyStoredGroups, (groups) => {
      const text = render(groups).bytes.toString();
      expect(JSON.parse(text)).toEqual(groups.map((group) => JSON.parse(encodeHttpSdGroup(group)) as unknown));
      expect(text.split('\n')).toHaveLength(Math.max(groups.length, 1) + (groups.length === 0 ? 1 : 2));
    }),
  );
});

test('what comes of the list before is what comes of nothing', () => {
  const anyFate = fc.constantFrom('stays', 'goes', 'comes', 'changes');
  fc.assert(
    fc.property(anyStoredGroups, fc.array(fc.array(anyFate, { minLength: 8, maxLength: 8 })), (groups, rounds) => {
      let there: readonly StoredGroup[] = groups;
      let list = render(there);
      for (const fates of rounds) {
        there = groups.flatMap((group, index) => {
          const now = there.find(({ key }) => key === group.key);
          const fate = fates[index];
          if (fate === 'goes') return [];
          if (fate === 'changes') return [{ ...group, group: { ...group.group, targets: [String(fates)] } }];
          return now ?? (fate === 'comes' ? group : []);
        });
        list = render(there, list);
        expect(list.bytes.toString()).toBe(render(there).bytes.toString());
        expect(list.ends).toEqual(render(there).ends);
      }
    }),
  );
});

test('only what is new is encoded', () => {
  const groups = ['a', 'b', 'c'].map((name): StoredGroup => {
    const targets = [`${name}:1`];
    return {
      key: { application: name, environment: name },
      group: { targets, labels: {} },
      revision: name,
      changedAt: 0,
    };
  });
  const before = render(groups);
  const [first, , last] = groups;
  if (first === undefined || last === undefined) throw new Error('there are three');
  const read: string[] = [];
  const watched = groups.map((group) => ({
    ...group,
    get group() {
      read.push(group.key.application);
      return group.group;
    },
  }));
  const [, changed] = watched;
  render([first, ...(changed === undefined ? [] : [changed]), last], before);
  expect(read).toEqual(['b']);
});

test('others can have the thread after a few groups', () => {
  const groups = Array.from({ length: 1000 }, (_, index): StoredGroup => {
    const key = { application: String(index).padStart(4, '0'), environment: 'x' };
    return { key, group: { targets: ['h:1'], labels: {} }, revision: '', changedAt: 0 };
  });
  const count = (work: Iterator<unknown>) => {
    let pauses = 0;
    while (work.next().done !== true) pauses += 1;
    return pauses;
  };
  expect(count(renderList(groups))).toBeGreaterThanOrEqual(20);
  expect(count(renderList(groups, render(groups)))).toBeGreaterThanOrEqual(20);
});
