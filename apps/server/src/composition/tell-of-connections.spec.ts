import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import { tellOfDropped } from './tell-of-connections.js';

test('dropped connections are counted one by one, and logged once a minute', () => {
  const connectionDropped = jest.fn();
  const warn = jest.fn();
  let now = 5;
  const tell = tellOfDropped(
    { http: { connectionDropped } } as unknown as Metrics,
    { warn } as unknown as Logger,
    () => now,
  );
  for (now of [5, 6, 60_004, 60_005, 60_006]) tell('192.0.2.1', 480);

  expect(connectionDropped).toHaveBeenCalledTimes(5);
  expect(warn.mock.calls).toEqual(Array(2).fill(['connections dropped', { source: '192.0.2.1', limit: 480 }]));
});
