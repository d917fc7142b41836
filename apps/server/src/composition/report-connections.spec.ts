import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import { reportDropped, reportUnparsed, reportUnread } from './report-connections.js';

test('dropped connections are counted one by one, and logged once a minute', () => {
  const connectionDropped = jest.fn();
  const warn = jest.fn();
  let now = 5;
  const tell = reportDropped(
    { http: { connectionDropped } } as unknown as Metrics,
    { warn } as unknown as Logger,
    () => now,
  );
  for (now of [5, 6, 60_004, 60_005, 60_006]) tell('192.0.2.1', 480);

  expect(connectionDropped).toHaveBeenCalledTimes(5);
  expect(warn.mock.calls).toEqual(Array(2).fill(['connections dropped', { source: '192.0.2.1', limit: 480 }]));
});

test('what is no request is counted one by one, and logged once a minute for each kind', () => {
  const unparsed = jest.fn();
  const warn = jest.fn();
  let now = 5;
  const tell = reportUnparsed({ http: { unparsed } } as unknown as Metrics, { warn } as unknown as Logger, () => now);
  for (const [time, status] of [
    [5, 400],
    [6, 405],
    [7, 400],
    [60_005, 400],
  ] as const) {
    now = time;
    tell({ address: '192.0.2.1', status, reason: 'a reason' });
  }
  expect(unparsed.mock.calls).toEqual([[400], [405], [400], [400]]);
  expect(warn.mock.calls).toEqual(
    [400, 405, 400].map((status) => ['not a valid request', { source: '192.0.2.1', status, reason: 'a reason' }]),
  );
});

test('answers that are not read are logged once a minute', () => {
  const warn = jest.fn();
  let now = 5;
  const tell = reportUnread({ warn } as unknown as Logger, () => now);
  for (now of [5, 6, 60_005]) tell('192.0.2.1');
  expect(warn.mock.calls).toEqual(Array(2).fill(['answer not read', { source: '192.0.2.1' }]));
});
