import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { byPath, json, success, text, useServers } from '../../../test/support/api-server.js';
import { useTemporaryDirectory } from '../../../test/support/temporary-directory.js';
import { createAuthority } from '../../../test/support/certificates.js';
import { describeWith } from '../../../test/support/needs.js';
import { freePort } from '../../../test/support/free-port.js';
import { readFileSync } from 'node:fs';
import { NO_HTTP_CONFIG } from '../../http-config/http-config.js';
import type { Answer, Question } from '../question.js';
import { PrometheusAsker } from './ask-prometheus.js';
import type { AskBounds } from './requests.js';

const { serve, accept } = useServers();
const home = useTemporaryDirectory();

const BOUNDS: AskBounds = { silence: 60_000, whole: 60_000, bytes: 1_000_000 };

async function ask(url: string, more: Partial<Question> = {}, bounds: Partial<AskBounds> = {}): Promise<Answer> {
  const question = { url, authorization: undefined, tls: NO_HTTP_CONFIG.tls, userAgent: 'target-eye/test', ...more };
  return new PrometheusAsker({ ...BOUNDS, ...bounds }).ask(question);
}

const NO_TARGETS = success({ activeTargets: [], droppedTargets: [] });

/** A Prometheus that shows nothing but its targets. */
const only = (targets: RequestListener): RequestListener => byPath({ '/api/v1/targets': targets });

describe('no answer is unreachable:', () => {
  test('the connection is refused', async () => {
    const url = `http://127.0.0.1:${String(await freePort())}`;
    expect(await ask(url)).toEqual({ state: 'unreachable', reason: 'the connection was refused' });
  });

  test('there is no such host', async () => {
    expect(await ask('http://nowhere.invalid')).toEqual({
      state: 'unreachable',
      reason: expect.stringMatching(
        /^there is no host of that name$|^the name of its host could not be looked up$/,
      ) as string,
    });
  });

  test('silence', async () => {
    const url = await accept(() => undefined);
    expect(await ask(url, {}, { silence: 50 })).toEqual({ state: 'unreachable', reason: 'it was silent for 0.05 s' });
  });

  test('silence in the middle', async () => {
    const url = await serve(
      only((_request, response) => {
        response.write('{"status":');
      }),
    );
    expect(await ask(url, {}, { silence: 50 })).toEqual({ state: 'unreachable', reason: 'it was silent for 0.05 s' });
  });

  test('an answer that never ends, byte by byte', async () => {
    const url = await serve(
      only((_request, response) => {
        const drip = setInterval(() => response.write(' '), 10);
        response.on('close', () => {
          clearInterval(drip);
        });
      }),
    );
    expect(await ask(url, {}, { whole: 200 })).toEqual({
      state: 'unreachable',
      reason: 'it did not answer completely within 0.2 s',
    });
  });

  test('the connection is closed before an answer', async () => {
    const url = await accept((socket) => {
      socket.on('data', () => socket.resetAndDestroy());
    });
    expect(await ask(url)).toEqual({ state: 'unreachable', reason: 'the connection was closed without an answer' });
  });

  const whole = JSON.stringify({ status: 'success', data: { activeTargets: [], droppedTargets: [] } });
  test.each<[string, RequestListener]>([
    [
      'shorter than announced',
      (_request, response) => {
        response.writeHead(200, { 'Content-Length': '500' });
        response.write(whole, () => response.destroy());
      },
    ],
    ['in pieces without the last', (_request, response) => void response.write(whole, () => response.destroy())],
    [
      'half a gzip',
      (_request, response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip' });
        response.end(gzipSync(whole).subarray(0, 30));
      },
    ],
  ])('half an answer, %s', async (_, respond) => {
    const answer = await ask(await serve(only(respond)));
    expect(answer).toEqual({ state: 'unreachable', reason: 'its answer ended in the middle' });
  });
});

test.each<[string, RequestListener, Exclude<Answer['state'], 'ok'>, string]>([
  ['401', text('Unauthorized', 401), 'unauthorized', 'it answers with the status 401'],
  ['403', json({ status: 'error', error: 'x' }, 403), 'unauthorized', 'it answers with the status 403'],
  ['404', text('404 page not found', 404), 'not_prometheus', 'it answers with the status 404'],
  ['another 4xx', text('no', 418), 'not_prometheus', 'it answers with the status 418'],
  ['a page', text('<html>', 200, 'text/html; charset=utf-8'), 'not_prometheus', 'it answers with an HTML page'],
  ['a text', text('ok'), 'not_prometheus', 'its answer is not JSON'],
  ['nothing', text(''), 'not_prometheus', 'its answer is not JSON'],
  ['other JSON', json([1]), 'not_prometheus', 'its answer is not that of the API of Prometheus'],
  ['null', json(null), 'not_prometheus', 'its answer is not that of the API of Prometheus'],
  ['data that is a list', json({ status: 'success', data: [] }), 'not_prometheus', 'its answer lists no targets'],
  ['another version of the API', success({ targets: { active: [] } }), 'not_prometheus', 'its answer lists no targets'],
  [
    'targets of another kind',
    success({ activeTargets: [{ url: 'x' }], droppedTargets: [] }),
    'not_prometheus',
    'it describes targets as no known version does',
  ],
  [
    'targets without a pool',
    success({ activeTargets: [{ discoveredLabels: {}, labels: {}, scrapeUrl: 'x' }], droppedTargets: [] }),
    'not_prometheus',
    'it describes targets as no known version does',
  ],
  ['its own error', json({ status: 'error', error: 'a\nb' }), 'failed', 'it answers with an error: a b'],
  [
    'its own error with a status',
    json({ status: 'error', errorType: 'bad_data', error: 'invalid state' }, 400),
    'failed',
    'it answers with the status 400: invalid state',
  ],
  ['503', text('Service Unavailable', 503), 'failed', 'it answers with the status 503'],
  ['500 with a page', text('<html>', 500, 'text/html'), 'failed', 'it answers with the status 500'],
  ['429', text('slow down', 429), 'failed', 'it answers with the status 429'],
  [
    'an encoding that was not asked for',
    (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'br' });
      response.end('x');
    },
    'not_prometheus',
    'it answers in the encoding "br"',
  ],
  [
    'a gzip that is none',
    (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end('{"status":"success"}');
    },
    'not_prometheus',
    'its answer is not the gzip that it is said to be',
  ],
])('%s is no answer', async (_, respond, state, reason) => {
  expect(await ask(await serve(only(respond)))).toEqual({ state, reason });
});

test('what does not speak HTTP is not Prometheus', async () => {
  const url = await accept((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
  expect(await ask(url)).toEqual({ state: 'not_prometheus', reason: 'it does not answer in HTTP' });
});

test('a redirect is not followed, so that no login goes elsewhere', async () => {
  const elsewhere: string[] = [];
  const other = await serve(byPath({}, elsewhere));
  const url = await serve((request, response) => {
    response.writeHead(302, { Location: `${other}${request.url ?? ''}` });
    response.end();
  });
  expect(await ask(url, { authorization: 'Bearer hunter2' })).toEqual({
    state: 'not_prometheus',
    reason: 'it answers with the status 302, a redirect, which is not followed',
  });
  expect(elsewhere).toEqual([]);
});

test('an answer that is too long is given up, however well it is packed', async () => {
  const packed = gzipSync(`{"status":"success","data":{"activeTargets":[${' '.repeat(2_000_000)}]}}`);
  const url = await serve(
    only((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end(packed);
    }),
  );
  expect(await ask(url, {}, { bytes: 1024 * 1024 })).toEqual({
    state: 'too_large',
    reason: 'its answer is longer than 1 MiB',
  });
});

test('the login goes with every request, packed answers are asked for, and a path prefix is kept', async () => {
  const seen: unknown[] = [];
  const url = await serve((request, response) => {
    const { authorization, 'accept-encoding': encoding, 'user-agent': agent } = request.headers;
    seen.push([request.url, authorization, encoding, agent]);
    byPath({ '/x/api/v1/targets': NO_TARGETS })(request, response);
  });
  expect(await ask(`${url}/x`, { authorization: 'Bearer hunter2' })).toMatchObject({ state: 'ok' });
  expect(seen).toEqual(
    ['metrics', 'api/v1/status/config', 'api/v1/targets?state=active', 'api/v1/targets?state=dropped'].map((path) => [
      `/x/${path}`,
      'Bearer hunter2',
      'gzip',
      'target-eye/test',
    ]),
  );
});

test.each([
  ['Bearer hunter2', 'refused <secret>, <secret>'],
  [`Basic ${btoa('ops:hunter2')}`, 'refused <secret>, <secret>'],
])('a login that is quoted in the answer is not shown: %s', async (authorization, expected) => {
  const [, credentials = ''] = authorization.split(' ');
  const secret = authorization.startsWith('Basic') ? 'hunter2' : credentials;
  for (const status of [200, 400]) {
    const error = `refused ${authorization}, ${secret}`;
    const answer = await ask(await serve(only(json({ status: 'error', error }, status))), { authorization });
    expect(answer).toMatchObject({ state: 'failed', reason: expect.stringContaining(expected) as string });
  }
});

test('an error is cut where it is longer than a sentence, and after the login in it was hidden', async () => {
  const error = `${'x'.repeat(250)}${' hunter2'.repeat(50)}`;
  const url = await serve(only(json({ status: 'error', error })));
  const answer = await ask(url, { authorization: 'Bearer hunter2' });
  if (answer.state === 'ok') throw new Error('it is an error');
  expect([answer.reason.length, answer.reason.includes('hun')]).toEqual([300, false]);
});

test('what Prometheus does not show is not known, and no failure', async () => {
  for (const missing of [text('', 404), text('', 403), text('', 500), text('<html>', 200, 'text/html'), json([])]) {
    const answer = await ask(
      await serve(byPath({ '/api/v1/targets': NO_TARGETS, '/metrics': missing, '/api/v1/status/config': missing })),
    );
    expect(answer).toMatchObject({
      state: 'ok',
      shown: { sources: undefined, showsFiles: false, startedAt: undefined, fileReadErrors: undefined, files: [] },
    });
  }
});

test('the configuration is read again when it is 15 s old, and at once when Prometheus has read another', async () => {
  let [now, configuredAt, pool] = [0, 1, 'one'];
  const url = await serve((request, response) => {
    byPath({
      '/metrics': text(`prometheus_config_last_reload_success_timestamp_seconds ${String(configuredAt)}\n`),
      '/api/v1/status/config': success({
        yaml: `scrape_configs: [{job_name: ${pool}, file_sd_configs: [{files: ["*.json"]}]}]`,
      }),
      '/api/v1/targets': NO_TARGETS,
    })(request, response);
  });
  const asker = new PrometheusAsker(BOUNDS, () => now);
  const pools = async () => {
    const answer = await asker.ask({ url, authorization: undefined, tls: NO_HTTP_CONFIG.tls, userAgent: 'x' });
    return answer.state === 'ok' ? answer.shown.sources?.map((source) => source.pool) : answer.reason;
  };
  expect(await pools()).toEqual(['one']);
  [now, pool] = [14, 'two'];
  expect(await pools()).toEqual(['one']);
  now = 15;
  expect(await pools()).toEqual(['two']);
  [configuredAt, pool] = [2, 'three'];
  expect(await pools()).toEqual(['three']);
});

describe('the clock of Prometheus', () => {
  const NOW = Date.UTC(2026, 10, 26, 10);
  beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW));
  afterEach(() => jest.restoreAllMocks());

  test.each([
    [0, { atLeast: 0, atMost: 0 }],
    [-1, { atLeast: 0, atMost: 0 }],
    [90, { atLeast: 90, atMost: 91 }],
    [-90, { atLeast: -90, atMost: -89 }],
  ])('that says %d s from ours', async (seconds, expected) => {
    const url = await serve(
      byPath({
        '/api/v1/targets': (request, response) => {
          response.setHeader('Date', new Date(NOW + seconds * 1000).toUTCString());
          NO_TARGETS(request, response);
        },
        '/': (_request, response) => {
          response.sendDate = false;
          response.writeHead(404).end();
        },
      }),
    );
    expect(await ask(url)).toMatchObject({ shown: { clockAhead: expected } });
  });
});

describeWith(['openssl'])('TLS', () => {
  const tls = (more: Partial<Question['tls']>) => ({ tls: { ...NO_HTTP_CONFIG.tls, ...more } });
  const certificates = () => {
    const authority = createAuthority(home());
    const read = (path: string) => readFileSync(path, 'utf8');
    const pair = (name: string, names: string) => {
      const { cert, key } = authority.issue(name, name, { names });
      return { cert: read(cert), key: read(key) };
    };
    return {
      ca: read(authority.ca),
      server: pair('server', 'DNS:prometheus.example.org,IP:127.0.0.1'),
      client: pair('client', 'DNS:client'),
    };
  };

  test('is trusted by its authority and its name only', async () => {
    const { ca, server } = certificates();
    const url = await serve(only(NO_TARGETS), server);
    expect(await ask(url)).toEqual({
      state: 'unreachable',
      reason: 'its certificate is not accepted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
    });
    expect(await ask(url, tls({ rejectUnauthorized: false }))).toMatchObject({ state: 'ok' });
    expect(await ask(url, tls({ ca }))).toMatchObject({ state: 'ok' });
    expect(await ask(url, tls({ ca, servername: 'prometheus.example.org' }))).toMatchObject({ state: 'ok' });
    expect(await ask(url, tls({ ca, servername: 'another.example.org' }))).toEqual({
      state: 'unreachable',
      reason: 'its certificate is not accepted (ERR_TLS_CERT_ALTNAME_INVALID)',
    });
  });

  test('may want a certificate of ours', async () => {
    const { ca, server, client } = certificates();
    const url = await serve(only(NO_TARGETS), { ...server, ca, requestCert: true, rejectUnauthorized: true });
    expect(await ask(url, tls({ ca }))).toMatchObject({
      state: 'unauthorized',
      reason: expect.stringMatching(/^it wants another certificate to be shown/) as string,
    });
    expect(await ask(url, tls({ ca, ...client }))).toMatchObject({ state: 'ok' });
  });

  test('where there is none cannot be agreed on', async () => {
    const url = await serve(only(NO_TARGETS));
    expect(await ask(url.replace('http:', 'https:'))).toMatchObject({
      state: 'unreachable',
      reason: expect.stringMatching(/^TLS cannot be agreed on/) as string,
    });
  });
});
