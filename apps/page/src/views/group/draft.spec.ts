import { difference } from '@target-eye/domain';
import fc from 'fast-check';
import {
  alreadyIn,
  changedParts,
  contested,
  draftOf,
  faultPlaces,
  faultsIn,
  rebased,
  targetsIn,
  withLabel,
  withTarget,
} from './draft.js';

const KEY = { application: 'a', environment: 'e' };
const NO_FAULTS = new Map<string, string>();

const group = fc.record({
  targets: fc.uniqueArray(fc.integer({ min: 1, max: 8 }).map((port) => `h:${String(port)}`)),
  labels: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.constantFrom('1', '2', '3')),
});
const stored = group.map((each) => ({ ...each, revision: 'r' }));

const valueOf = (labels: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(labels, name) ? labels[name] : undefined;

test('a change that is put onto another keeps both, and mine wins where they touch', () => {
  fc.assert(
    fc.property(stored, group, group, (base, mine, theirs) => {
      const result = rebased(base, mine, theirs);
      for (const target of [...base.targets, ...mine.targets, ...theirs.targets]) {
        const [was, isMine, isTheirs] = [base, mine, theirs].map(({ targets }) => targets.includes(target));
        expect(result.targets.includes(target)).toBe(was === isMine ? isTheirs : isMine);
      }
      for (const name of ['a', 'b', 'c', '__proto__']) {
        const [was, isMine, isTheirs] = [base, mine, theirs].map(({ labels }) => valueOf(labels, name));
        expect(valueOf(result.labels, name)).toBe(was === isMine ? isTheirs : isMine);
        const isContested = was !== isMine && was !== isTheirs && isMine !== isTheirs;
        expect(contested(base, mine, theirs).includes(name)).toBe(isContested);
      }
      expect(new Set(result.targets).size).toBe(result.targets.length);
    }),
  );
});

test('a change that is put onto what it was made of is itself', () => {
  fc.assert(
    fc.property(stored, group, (base, mine) => {
      expect(difference(rebased(base, mine, base), mine)).toEqual(difference(base, base));
    }),
  );
});

test('there is no draft where nothing differs', () => {
  const base = { targets: ['h:1', 'h:2'], labels: { a: '1', b: '2' }, revision: 'r' };
  expect(draftOf(base, { targets: ['h:2', 'h:1'], labels: { b: '2', a: '1' } })).toBeUndefined();
  expect(draftOf(base, { ...base, targets: [] })).toEqual({ base, mine: { ...base, targets: [] }, faults: NO_FAULTS });
  expect(draftOf(undefined, { targets: [], labels: {} })).toBeDefined();
});

test('targets are pasted with spaces, commas or lines between them', () => {
  expect(targetsIn('  h:1, h:2\r\nh:3\th:1,,\n')).toEqual(['h:1', 'h:2', 'h:3']);
  expect(targetsIn('["h:1","[::1]:2"]')).toEqual(['h:1', '[::1]:2']);
  expect(targetsIn("[ 'h:1',\n 'h:2' ]")).toEqual(['h:1', 'h:2']);
  expect(targetsIn(' ')).toEqual([]);
});

test('targets that are there already are told', () => {
  const there = { targets: ['h:1', 'h:2'], labels: {} };
  expect(alreadyIn(there, ['h:3', 'h:1'])).toBe('h:1 is in the group already.');
  expect(alreadyIn(there, ['h:2', 'h:3', 'h:1'])).toBe('2 of them are in the group already.');
  expect(alreadyIn(there, ['h:3'])).toBe('');
  expect(alreadyIn(undefined, ['h:3'])).toBe('');
});

test('a target and a label keep their place when they are replaced', () => {
  const before = { targets: ['h:1', 'h:2', 'h:3'], labels: { a: '1', b: '2', c: '3' } };
  expect(withTarget(before, 'h:2', 'h:4').targets).toEqual(['h:1', 'h:4', 'h:3']);
  expect(withTarget(before, 'h:2', 'h:3').targets).toEqual(['h:1', 'h:3']);
  expect(withTarget(before, 'h:2').targets).toEqual(['h:1', 'h:3']);
  expect(Object.entries(withLabel(before, 'b', ['d', '4']).labels)).toEqual([
    ['a', '1'],
    ['d', '4'],
    ['c', '3'],
  ]);
  expect(withLabel(before, '', ['__proto__', 'x']).labels).toEqual({ ...before.labels, ['__proto__']: 'x' });
  expect(withLabel(before, '', ['b', 'x']).labels).toEqual({ a: '1', b: 'x', c: '3' });
  expect(withLabel(before, 'b').labels).toEqual({ a: '1', c: '3' });
});

test('only what differs is sent', () => {
  const base = { targets: ['not a target'], labels: { a: '1' }, revision: 'r' };
  const draft = { base, mine: { ...base, labels: { a: '2' } }, faults: NO_FAULTS };
  expect(changedParts(draft)).toEqual({ labels: { a: '2' } });
  expect(changedParts({ ...draft, mine: { ...base, targets: ['h:1'] } })).toEqual({ targets: ['h:1'] });
  expect(changedParts({ ...draft, base: undefined })).toBe(draft.mine);
});

test('the rules of the service say what is wrong, and where', () => {
  const input = { targets: ['h:1', 'h:x', 'h:2'], labels: { '1a': 'x', 'a.b': 'y', job: '' } };
  const faults = faultsIn(KEY, input);
  expect([...faultPlaces(faults, input)]).toEqual([
    ['h:x', '"h:x" is not a target: "x" is not a port (1 to 65535)'],
    ['1a=x', '"1a" is not a label name: it must match [a-zA-Z_][a-zA-Z0-9_]*'],
    ['a.b=y', '"a.b" is not a label name: it must match [a-zA-Z_][a-zA-Z0-9_]*'],
    ['job=', 'the label "job" cannot be empty: every target group has one'],
  ]);
  expect(
    faultPlaces(
      [
        { path: 'groups[0].targets[2]', message: 'no' },
        { path: 'targets', message: 'none' },
      ],
      input,
    ),
  ).toEqual(new Map([['h:2', 'no']]));
  expect(faultsIn(KEY, { targets: ['h:1'] })).toEqual([]);
});
