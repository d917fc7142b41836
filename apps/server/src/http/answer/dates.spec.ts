import { httpDate, isoDate } from './dates.js';

const NOW = Date.UTC(2026, 10, 26, 10, 31, 7);

test.each([
  [1_764_153_067.98, '2025-11-26T10:31:07.980Z', 'Wed, 26 Nov 2025 10:31:07 GMT'],
  [99_999_999_999_999, '9999-12-31T23:59:59.999Z', 'Thu, 26 Nov 2026 10:31:07 GMT'],
  [1e18, '9999-12-31T23:59:59.999Z', 'Thu, 26 Nov 2026 10:31:07 GMT'],
  [-1e18, '0000-01-01T00:00:00.000Z', 'Thu, 01 Jan 1970 00:00:00 GMT'],
])('whatever time a file has, %d, there are dates for it', (seconds, iso, http) => {
  expect([isoDate(seconds), httpDate(seconds, NOW)]).toEqual([iso, http]);
});
