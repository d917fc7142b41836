import { faultsOf } from '../../testing/index.js';
import { type Fault, MAX_FAULTS, summarize } from './fault.js';
import { Faults } from './faults.js';
import { fault, TargetGroupError } from './target-group-error.js';
import { quote } from './text.js';

const bad = (index: number): Fault => ({
  path: `targets[${String(index)}]`,
  code: 'invalid_target',
  message: `bad ${String(index)}`,
});

const collect = (count: number): Faults => {
  const faults = new Faults();
  for (let index = 0; index < count; index++) faults.add(bad(index).path, bad(index).code, bad(index).message);
  return faults;
};

const kept = (count: number): readonly Fault[] =>
  faultsOf(() => {
    collect(count).throwIfAny();
  });

test('without a fault nothing is thrown', () => {
  expect(kept(0)).toEqual([]);
});

test('all faults are listed, in the order in which they were found', () => {
  expect(kept(3)).toEqual([bad(0), bad(1), bad(2)]);
});

test('at most 1,000 faults are kept, the first ones', () => {
  expect(MAX_FAULTS).toBe(1000);
  expect(kept(1000)).toHaveLength(1000);
  expect(kept(1001)).toHaveLength(1000);
  expect(kept(5000).at(-1)).toEqual(bad(999));
});

test('all are counted, those that are not kept too', () => {
  expect(() => {
    collect(1500).throwIfAny();
  }).toThrow('bad 0 (and 1499 more faults)');
});

test('an error speaks with the words of its first fault', () => {
  const error = new TargetGroupError([{ path: '', code: 'group_unknown', message: 'first' }, bad(1)]);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'TargetGroupError', code: 'group_unknown', message: 'first (and 1 more fault)' });
});

test.each<[string, [Fault, ...Fault[]]]>([
  ['bad 0', [bad(0)]],
  ['bad 0 (and 1 more fault)', [bad(0), bad(1)]],
  ['bad 0 (and 2 more faults)', [bad(0), bad(1), bad(2)]],
])('the summary is one sentence: %s', (sentence, faults) => {
  expect(summarize(faults, faults.length)).toBe(sentence);
});

test('a single fault makes an error, with its cause when there is one', () => {
  const cause = new Error('disk');
  expect(fault('labels.job', 'label_required', 'no').faults).toEqual([
    { path: 'labels.job', code: 'label_required', message: 'no' },
  ]);
  expect(fault('', 'storage_full', 'no', { cause }).cause).toBe(cause);
  expect(Object.hasOwn(fault('', 'storage_full', 'no'), 'cause')).toBe(false);
  expect(fault('', 'storage_unavailable', 'no', { circumstance: 'unconfirmed' }).faults).toEqual([
    { path: '', code: 'storage_unavailable', message: 'no', circumstance: 'unconfirmed' },
  ]);
});

test.each([
  ['in quotes', 'a:1', '"a:1"'],
  ['escaped', 'a"b\n\u0000', '"a\\"b\\n\\u0000"'],
  ['escaped where it is not valid UTF-8', '\ud800', '"\\ud800"'],
  ['whole up to 120 characters', 'x'.repeat(120), `"${'x'.repeat(120)}"`],
  ['cut when it is longer', 'x'.repeat(121), `"${'x'.repeat(120)}…"`],
])('a value is shown %s', (_, value, shown) => {
  expect(quote(value)).toBe(shown);
});

test('the faults of a part have the place of the part in front, and count with the others', () => {
  const faults = collect(1);
  const part = faults.within('groups[3]');
  part.add('targets[0]', 'invalid_target', 'bad');
  part.within('labels').add('', 'labels_empty', 'bad');
  expect(
    faultsOf(() => {
      faults.throwIfAny();
    }).map(({ path }) => path),
  ).toEqual(['targets[0]', 'groups[3].targets[0]', 'groups[3].labels']);
});
