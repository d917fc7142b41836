import { NO_WEB_CONFIG } from '../web-config/web-config-file.js';
import { loadConfiguration } from '../settings/configuration.js';
import { Reloadable } from '../operator-files/reloadable.js';
import { HTTP_EVENTS, type HttpEvents } from '../http/events/http-events.js';
import type { HttpOptions } from '../http/server/http-server.js';
import type { TlsSettings } from '../tls/tls-settings.js';
import { VERSION } from '../version.js';
import { httpOptions } from './http-options.js';
import { joinEvents } from './join-events.js';

const TLS = {} as TlsSettings;
const report = { loaded: jest.fn(), reloaded: jest.fn(), failed: jest.fn() };

/** The options for these variables. */
function optionsFor(environment: Record<string, string>, tls?: TlsSettings): HttpOptions {
  const webConfig = new Reloadable('web_config_file', () => ({ value: NO_WEB_CONFIG, files: [] }), report);
  const configuration = loadConfiguration({ environment: { FILE_SD_DIRECTORY: '/srv/file_sd', ...environment } });
  const source = { current: tls, onCheck: jest.fn(), onChange: jest.fn() };
  return httpOptions(configuration, source, webConfig, joinEvents<HttpEvents>(HTTP_EVENTS, []));
}

test('every setting has its place', () => {
  const environment = {
    BACKLOG: '7',
    UMASK: '077',
    USER: '1',
    GROUP: '2',
    KEEP_ALIVE_TIMEOUT: '3',
    READ_TIMEOUT: '4',
    SSL_HANDSHAKE_TIMEOUT: '5',
    GRACEFUL_TIMEOUT: '6',
    H11_MAX_INCOMPLETE_SIZE: '2000',
  };
  expect(optionsFor(environment).settings).toMatchObject({
    backlog: 7,
    umask: 0o77,
    user: 1,
    group: 2,
    keep_alive_timeout: 3000,
    read_timeout: 4000,
    ssl_handshake_timeout: 5000,
    graceful_timeout: 6000,
    h11_max_incomplete_size: 2000,
  });
});

test.each([
  ['true', `target-eye/${VERSION}`],
  ['false', undefined],
])('include_server_header = %s gives the header Server: %s', (flag, expected) => {
  const { all } = optionsFor({ INCLUDE_SERVER_HEADER: flag }).headers;
  const index = all.indexOf('Server');
  expect(index === -1 ? undefined : all[index + 1]).toBe(expected);
});

describe('the endpoints', () => {
  const environment = { BIND: 'a:1', INSECURE_BIND: 'b:2' };
  const [a, b] = [
    { host: 'a', port: 1 },
    { host: 'b', port: 2 },
  ];

  test('are bind, and with TLS insecure_bind too', () => {
    expect(optionsFor(environment).endpoints).toEqual([{ address: a, scheme: 'http' }]);
    expect(optionsFor(environment, TLS).endpoints).toEqual([
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
    expect(optionsFor(passed, TLS).endpoints).toEqual([
      { address: { fd: 3 }, scheme: 'https' },
      { address: { fd: 4 }, scheme: 'http' },
      { address: { fd: 5 }, scheme: 'http' },
    ]);
    expect(optionsFor(passed).endpoints.map(({ scheme }) => scheme)).toEqual(['http', 'http', 'http']);
  });
});
