import type { Endpoint } from '../http/server/http-options.js';
import { loadConfiguration } from './configuration.js';
import { endpointsOf } from './endpoints.js';

/** The endpoints for these variables, without TLS where nothing is said. */
function endpointsFor(environment: Record<string, string>, hasTls = false): readonly Endpoint[] {
  return endpointsOf(loadConfiguration({ environment: { FILE_SD_DIRECTORY: '/srv/file_sd', ...environment } }), hasTls);
}

describe('the endpoints', () => {
  const environment = { BIND: 'a:1', INSECURE_BIND: 'b:2' };
  const [a, b] = [
    { host: 'a', port: 1 },
    { host: 'b', port: 2 },
  ];

  test('are bind, and with TLS insecure_bind too', () => {
    expect(endpointsFor(environment)).toEqual([{ address: a, scheme: 'http' }]);
    expect(endpointsFor(environment, true)).toEqual([
      { address: a, scheme: 'https' },
      { address: b, scheme: 'http' },
    ]);
  });

  test('are the sockets of the service manager where it passes some on, without TLS by their names', () => {
    const passed = {
      ...environment,
      LISTEN_PID: String(process.pid),
      LISTEN_FDS: '3',
      LISTEN_FDNAMES: 'target-eye.socket:http:insecure',
    };
    expect(endpointsFor(passed, true)).toEqual([
      { address: { fd: 3 }, scheme: 'https' },
      { address: { fd: 4 }, scheme: 'http' },
      { address: { fd: 5 }, scheme: 'http' },
    ]);
    expect(endpointsFor(passed).map(({ scheme }) => scheme)).toEqual(['http', 'http', 'http']);
  });
});
