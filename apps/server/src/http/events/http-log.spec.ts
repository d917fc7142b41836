import { HttpLog } from './http-log.js';

const log = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };
let now: number;
let http: HttpLog;
beforeEach(() => {
  jest.clearAllMocks();
  now = 5;
  http = new HttpLog(log, () => now);
});

test('dropped connections are logged once a minute', () => {
  for (now of [5, 6, 60_004, 60_005, 60_006]) http.connectionDropped('192.0.2.1', 480);
  expect(log.warn.mock.calls).toEqual(Array(2).fill(['connections dropped', { source: '192.0.2.1', limit: 480 }]));
});

test('what is no request is logged once a minute for each kind', () => {
  for (const [time, status] of [
    [5, 400],
    [6, 405],
    [7, 400],
    [60_005, 400],
  ] as const) {
    now = time;
    http.invalidRequest('192.0.2.1', { status, reason: 'a reason' });
  }
  expect(log.warn.mock.calls).toEqual(
    [400, 405, 400].map((status) => ['not a valid request', { source: '192.0.2.1', status, reason: 'a reason' }]),
  );
});

test('answers that are not read are logged once a minute', () => {
  for (now of [5, 6, 60_005]) http.answerUnread('192.0.2.1');
  expect(log.warn.mock.calls).toEqual(Array(2).fill(['answer not read', { source: '192.0.2.1' }]));
});

test('one kind of warning does not silence another', () => {
  http.answerUnread('192.0.2.1');
  http.connectionDropped('192.0.2.1', 480);
  expect(log.warn).toHaveBeenCalledTimes(2);
});
