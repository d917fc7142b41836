import type { StoredGroup, TargetGroup } from '@target-eye/domain';
import { describeChange } from './change-details.js';

const group = (targets: readonly string[], labels: Readonly<Record<string, string>> = {}): TargetGroup => ({
  targets,
  labels,
});

const key = { application: 'a', environment: 'b' };
const described = (before: TargetGroup | undefined, after: TargetGroup | undefined): object =>
  describeChange({ key, before, after, found: undefined, stored: undefined });

test('of long lists the first twenty are shown, and how many there are', () => {
  const targets = Array.from({ length: 21 }, (_, index) => `host-${String(index)}:9100`);
  const labels = Object.fromEntries(targets.map((_, index) => [`label_${String(index)}`, 'x']));
  expect(described(undefined, group(targets, labels))).toEqual({
    added_targets: targets.slice(0, 20),
    added_targets_total: 21,
    added_labels: Object.keys(labels)
      .slice(0, 20)
      .map((name) => `${name}=x`),
    added_labels_total: 21,
  });
  expect(described(group(targets.slice(1)), undefined)).toEqual({
    removed_targets: targets.slice(1),
  });
});

test.each([
  ['long', 'x'.repeat(5000)],
  ['wide', '\u{1F600}'.repeat(5000)],
  ['of control characters', '\u0001'.repeat(5000)],
  ['of quotes and backslashes', '"\\'.repeat(5000)],
])('the line stays short when every value is %s', (_, value) => {
  const names = Array.from({ length: 100 }, (__, index) => `label_${String(index)}`);
  const filled = (suffix: string): TargetGroup =>
    group(
      names.map((name) => `${name}${suffix}${value}`),
      Object.fromEntries(names.map((name) => [name, value + suffix])),
    );
  const line = described(filled('a'), filled('b'));
  const text = Object.values(line).map((list) => JSON.stringify(JSON.stringify(list)));
  expect(Buffer.byteLength(text.join(' '))).toBeLessThan(24 * 1024);
});

test('the revisions are those that are stored', () => {
  const stored = (revision: string): StoredGroup => ({ key, group: group(['h:1']), revision, changedAt: 0 });
  const change = { key, before: undefined, after: group(['h:1']) };
  expect(describeChange({ ...change, found: stored('1'), stored: stored('2') })).toMatchObject({
    revision_before: '1',
    revision_after: '2',
  });
});
