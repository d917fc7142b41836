import { ReloadLog } from './reload-log.js';
import { Reloader } from './reloader.js';

const log = { info: jest.fn(), error: jest.fn() };
const events = new ReloadLog(log);
beforeEach(() => jest.clearAllMocks());

const part = (what: string, error?: Error) => ({ reload: () => ({ what, error }) });
const nothing = { reload: () => undefined };

test('a reload that succeeds says what was read', () => {
  expect(new Reloader([part('a'), nothing, part('b')], events).reload('SIGHUP')).toEqual([
    { what: 'a', error: undefined },
    { what: 'b', error: undefined },
  ]);
  expect(log.info.mock.calls).toEqual([['reload', { by: 'SIGHUP', outcome: 'succeeded', files: ['a', 'b'] }]]);
  expect(log.error).not.toHaveBeenCalled();
});

test('one that fails in a part goes on with the others, and says so as an error', () => {
  new Reloader([part('a', new Error('no')), part('b')], events).reload('SIGHUP');
  expect(log.error.mock.calls).toEqual([
    ['reload', { by: 'SIGHUP', outcome: 'failed', files: ['b'], failed: ['a'], error: 'no' }],
  ]);
  expect(log.info).not.toHaveBeenCalled();
});

test('whoever asked is in the line', () => {
  new Reloader([part('a')], events).reload('/-/reload', { client: 'ops' });
  new Reloader([part('a', new Error('no'))], events).reload('/-/reload', { client: 'ops' });
  for (const { mock } of [log.info, log.error])
    expect(mock.calls).toMatchObject([['reload', { by: '/-/reload', client: 'ops' }]]);
});

test('with nothing to reload it still answers', () => {
  expect(new Reloader([nothing], events).reload('SIGHUP')).toEqual([]);
  expect(log.info.mock.calls).toEqual([['reload', { by: 'SIGHUP', outcome: 'succeeded', files: [] }]]);
});
