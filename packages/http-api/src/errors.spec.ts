import { type ErrorCode, ERRORS, retryAfter } from './errors.js';

const codes = Object.keys(ERRORS) as ErrorCode[];

test('a code is in snake case and its status is an error', () => {
  for (const code of codes) {
    expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(ERRORS[code].status).toBeGreaterThanOrEqual(400);
    expect(ERRORS[code].status).toBeLessThan(600);
  }
});

test('what is transient may be sent again after a second or more, and nothing else', () => {
  expect(codes.filter((code) => retryAfter(code) !== undefined)).toEqual(
    codes.filter((code) => ERRORS[code].isTransient),
  );
  expect(retryAfter('too_many_requests')).toBeGreaterThanOrEqual(1);
  expect(retryAfter('invalid_target')).toBeUndefined();
});

test('the statuses that mean a state of the service, and no others, are transient', () => {
  const statuses = new Set(codes.filter((code) => ERRORS[code].isTransient).map((code) => ERRORS[code].status));
  expect([...statuses].sort()).toEqual([429, 503, 507]);
  for (const code of codes) expect(ERRORS[code].isTransient ?? false).toBe(statuses.has(ERRORS[code].status));
});
