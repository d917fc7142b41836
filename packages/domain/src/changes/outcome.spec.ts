import { outcomeOf } from './outcome.js';

const group = { targets: ['h:1'], labels: { job: 'a', env: 'b' } };

test.each([
  ['created', undefined, group],
  ['removed', group, undefined],
  ['changed', group, { ...group, targets: ['h:2'] }],
  ['unchanged', group, { targets: ['h:1'], labels: { env: 'b', job: 'a' } }],
  ['unchanged', undefined, undefined],
])('a group is %s', (outcome, before, after) => {
  expect(outcomeOf(before, after)).toBe(outcome);
});
