import { ConfigurationError } from './configuration-error.js';
import { ReloadLog } from './reload-log.js';

const log = { info: jest.fn(), error: jest.fn() };
const reloads = new ReloadLog(log);
beforeEach(() => jest.clearAllMocks());

// cspell:ignore clinets
test('a file that cannot be reloaded is an error, with the reason', () => {
  reloads.failed('access_file', new ConfigurationError('the key "clinets" is not known'));
  expect(log.error.mock.calls).toEqual([
    [
      'cannot be reloaded; what was read before stays in force',
      { file: 'access_file', error: expect.stringContaining('the key "clinets" is not known') as string },
    ],
  ]);
});

test('a file that is reloaded is in the log', () => {
  reloads.reloaded('access_file');
  expect(log.info.mock.calls).toEqual([['reloaded', { file: 'access_file' }]]);
});
