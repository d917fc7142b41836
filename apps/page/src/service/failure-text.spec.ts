import { failureText, isSilence } from './failure-text.js';

test('what happens on the way is said in words for people', () => {
  const failure = { code: 'connection_failed', message: 'Failed to fetch', outcome: 'unchanged' } as const;
  expect(failureText(failure)).toBe('the service does not answer');
  expect(failureText({ ...failure, outcome: 'unknown' })).toMatch(
    /^the service does not answer, so that it is not known/,
  );
});

test('what the service says is left as it is', () => {
  const message = '"h:0" is not a target';
  expect(failureText({ code: 'invalid_target', message, outcome: 'unchanged' })).toBe(message);
});

test('how programs log in is left out', () => {
  const said = (message: string) => failureText({ code: 'login_required', message, outcome: 'unchanged' });
  expect(said('this needs a login: send a token (Authorization: Bearer)')).toBe('this needs a login');
  expect(said('this needs a login: send a client certificate')).toBe('this needs a login: send a client certificate');
});

test.each([
  ['connection_failed', 'unchanged', true],
  ['timeout', 'unchanged', true],
  ['answer_cut', 'unchanged', true],
  ['connection_failed', 'unknown', false],
  ['answer_not_understood', 'unchanged', false],
  ['not_ready', 'unchanged', false],
] as const)('%s, %s: nothing came back: %j', (code, outcome, silent) => {
  expect(isSilence({ code, outcome })).toBe(silent);
});
