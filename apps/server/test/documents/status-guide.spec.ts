import { isFinal, TARGET_STATUSES } from '@target-eye/domain';
import { readDocument } from '../support/document.js';

const guide = readDocument('docs/status.md');

test('docs/status.md has every word in its order, and what can be done about each but up', () => {
  const rows = [...guide.matchAll(/^\| `(\w+)` +\|/gm)].map(([, word]) => word);
  expect(rows).toEqual(TARGET_STATUSES);
  const advised = [...guide.matchAll(/^\*\*`(\w+)`\.\*\* /gm)].map(([, word]) => word);
  expect(advised).toEqual(TARGET_STATUSES.filter((status) => status !== 'up'));
});

test('docs/status.md names the words with which a wait ends early', () => {
  const line = /^(.+) do not become `up` by waiting/m.exec(guide)?.[1] ?? '';
  const named = [...line.matchAll(/`(\w+)`/g)].map(([, word]) => word);
  expect(named.sort()).toEqual(TARGET_STATUSES.filter(isFinal).sort());
});
