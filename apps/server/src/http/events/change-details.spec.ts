import { difference, type TargetGroup } from '@target-eye/domain';
import { describeDifference } from './change-details.js';

const group = (targets: readonly string[], labels: Readonly<Record<string, string>> = {}): TargetGroup => ({
  targets,
  labels,
});

test('of long lists the first twenty are shown, and how many there are', () => {
  const targets = Array.from({ length: 21 }, (_, index) => `host-${String(index)}:9100`);
  const labels = Object.fromEntries(targets.map((_, index) => [`label_${String(index)}`, 'x']));
  expect(describeDifference(difference(undefined, group(targets, labels)))).toEqual({
    added_targets: targets.slice(0, 20),
    added_targets_total: 21,
    added_labels: Object.keys(labels)
      .slice(0, 20)
      .map((name) => `${name}=x`),
    added_labels_total: 21,
  });
  expect(describeDifference(difference(group(targets.slice(1)), undefined))).toEqual({
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
  const line = describeDifference(difference(filled('a'), filled('b')));
  const text = Object.values(line).map((list) => JSON.stringify(JSON.stringify(list)));
  expect(Buffer.byteLength(text.join(' '))).toBeLessThan(24 * 1024);
});
