import type { RequestListener } from 'node:http';
import { createAuthority } from './certificates.js';
import { LOGIN_PAGE, METRICS, refusing, startExporter, startSilent } from './exporters.js';
import { freePort } from './free-port.js';

/** The addresses of what is there to be scraped. */
export interface Places {
  readonly good: string;
  readonly refused: string;
  readonly silent: string;
  readonly tls: string;
  readonly goWithTls: string;
  readonly login: string;
  readonly forbidden: string;
  readonly missing: string;
  readonly page: string;
  readonly redirect: string;
  readonly loop: string;
}

/** Go's servers say it, others close the connection. */
const WANTS_TLS: RequestListener = (_, response) => {
  response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n');
};

const TO_LOGIN_PAGE: RequestListener = (request, response) => {
  const answer = request.url === '/metrics' ? refusing(302, { location: '/login' }) : LOGIN_PAGE;
  answer(request, response);
};

/** Starts them all; a test file's end stops them. */
export async function startPlaces(directory: string): Promise<Places> {
  const certificate = createAuthority(directory).issue('exporter', 'exporter', { names: 'IP:127.0.0.1' });
  const addressOf = async (...how: Parameters<typeof startExporter>) => (await startExporter(...how)).address;
  return {
    good: await addressOf(),
    refused: `127.0.0.1:${String(await freePort())}`,
    silent: await startSilent(),
    tls: await addressOf(METRICS, certificate),
    goWithTls: await addressOf(WANTS_TLS),
    login: await addressOf(refusing(401)),
    forbidden: await addressOf(refusing(403)),
    missing: await addressOf(refusing(404)),
    page: await addressOf(LOGIN_PAGE),
    redirect: await addressOf(TO_LOGIN_PAGE),
    loop: await addressOf(refusing(302, { location: '/metrics' })),
  };
}

/** A group, and what becomes of each of its targets. */
export interface Situation {
  readonly targets: readonly (keyof Places | `${string}.${string}`)[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly status: string;
  readonly error?: RegExp;
  readonly advice?: RegExp;
}

/** What is sent for a situation. */
export function groupOf({ targets, labels }: Situation, places: Places): object {
  const addresses = targets.map((target) => (target in places ? places[target as keyof Places] : target));
  return { targets: addresses, ...(labels && { labels }) };
}

const HTTPS = { __scheme__: 'https' };
const RARELY = { __scrape_interval__: '6h', __scrape_timeout__: '1s' };

/** By the URL of the group; its environment is the pool that reads it. */
export const SITUATIONS: Readonly<Record<string, Situation>> = {
  '/good/plain': { targets: ['good'], status: 'up' },
  '/good/linked': { targets: ['good'], status: 'up' },
  '/good/polled': { targets: ['good'], status: 'up' },
  '/open/drops': { targets: ['good'], labels: { team: 'open' }, status: 'up' },
  '/refused/plain': {
    targets: ['refused'],
    status: 'down',
    error: /connection refused/,
    advice: /nothing listens/i,
  },
  '/no-port/plain': { targets: ['127.0.0.1'], status: 'down', error: /connection refused/, advice: /80/ },
  '/no-such-host/plain': {
    targets: ['no-such-host.invalid:9100'],
    status: 'down',
    error: /lookup no-such-host\.invalid/,
    advice: /no-such-host\.invalid/,
  },
  '/silent/plain': { targets: ['silent'], status: 'down', error: /deadline exceeded/, advice: /time/ },
  '/tls-to-plain/plain': {
    targets: ['good'],
    labels: HTTPS,
    status: 'down',
    error: /HTTP response to HTTPS client/,
    advice: /TLS|https/i,
  },
  '/plain-to-tls/plain': { targets: ['tls'], status: 'down', error: /EOF/, advice: /TLS|https/i },
  '/plain-to-go/plain': { targets: ['goWithTls'], status: 'down', error: /400 Bad Request/, advice: /TLS|https/i },
  '/unknown-authority/plain': {
    targets: ['tls'],
    labels: HTTPS,
    status: 'down',
    error: /x509/,
    advice: /certificate/,
  },
  '/login/plain': { targets: ['login'], status: 'down', error: /401 Unauthorized/, advice: /log in|login|password/i },
  '/forbidden/plain': { targets: ['forbidden'], status: 'down', error: /403 Forbidden/, advice: /./ },
  '/missing/plain': { targets: ['missing'], status: 'down', error: /404 Not Found/, advice: /__metrics_path__/ },
  '/page/plain': { targets: ['page'], status: 'down', error: /not a valid start token/, advice: /metrics/ },
  '/redirect/plain': { targets: ['redirect'], status: 'down', error: /not a valid start token/, advice: /metrics/ },
  '/redirect/unfollowed': { targets: ['redirect'], status: 'down', error: /302 Found/, advice: /redirect/ },
  '/loop/plain': { targets: ['loop'], status: 'down', error: /10 redirects/, advice: /redirect/ },
  '/limited/limits': {
    targets: ['good', 'refused'],
    status: 'down',
    error: /target_limit exceeded/,
    advice: /target_limit/,
  },
  '/seldom/plain': { targets: ['good'], labels: RARELY, status: 'waiting', error: /scrape/, advice: /./ },
};

/** Those that end a wait early, because they stay as they are. */
export const CERTAIN: Readonly<Record<string, Situation>> = {
  '/secret/drops': {
    targets: ['good'],
    labels: { team: 'secret' },
    status: 'dropped',
    error: /drops it/,
    advice: /relabel/,
  },
  '/long-timeout/plain': {
    targets: ['good'],
    labels: { __scrape_timeout__: '5s' },
    status: 'rejected',
    error: /timeout of 5s is above its scrape interval of 1s/,
    advice: /./,
  },
  '/good/nowhere': { targets: ['good'], status: 'not_configured', error: /./, advice: /file_sd_configs/ },
};

/** Of two groups each one ends as `merged`, and Prometheus may choose another one whenever it reads them. */
export const MERGED: Readonly<Record<string, Situation>> = {
  '/one/merges': { targets: ['good'], labels: { team: 'one' }, status: 'merged' },
  '/two/merges': { targets: ['good'], labels: { team: 'two' }, status: 'merged' },
  '/one/plain': { targets: ['good'], labels: { job: 'same', env: 'same' }, status: 'merged' },
  '/two/plain': { targets: ['good'], labels: { job: 'same', env: 'same' }, status: 'merged' },
};
