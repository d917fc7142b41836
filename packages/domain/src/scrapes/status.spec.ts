import { TARGET_STATUSES, worstStatus } from './status.js';

test('of several statuses the first in the order counts', () => {
  expect(worstStatus(['up', 'down', 'stale'])).toBe('down');
  for (const [rank, status] of TARGET_STATUSES.entries())
    expect(worstStatus([...TARGET_STATUSES.slice(rank)].reverse())).toBe(status);
});

test('where nobody says anything nothing is known', () => {
  expect(worstStatus([])).toBe('unknown');
});
