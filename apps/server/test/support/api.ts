import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { Registry } from 'prom-client';
import { createLogger, format, transports } from 'winston';
import {
  BulkService,
  type Clock,
  Discovery,
  type Fuse,
  GroupListing,
  type ObservedPrometheus,
  ONE_TURN,
  type ScrapeParts,
  ScrapeStatus,
  ScrapeWaits,
  type StoreStatus,
  type TargetGroup,
  TargetGroupService,
  type TargetGroupStore,
  type TargetPolicy,
} from '@target-eye/domain';
import { InMemoryTargetGroupStore, PUBLISHED } from '@target-eye/domain/testing';
import { AccessControl } from '../../src/access/access-control.js';
import { joinEvents } from '../../src/composition/join-events.js';
import { HTTP_EVENTS, type HttpEvents } from '../../src/http/events/http-events.js';
import { HttpLog } from '../../src/http/events/http-log.js';
import type { RateLimit } from '../../src/net/rate-limit.js';
import { trustedProxies } from '../../src/net/trusted-proxies.js';
import { BodyReader } from '../../src/http/body/body-reader.js';
import { BodyThread } from '../../src/http/body/body-thread.js';
import type { ThreadBounds } from '../../src/turns/work-thread.js';
import { createApp } from '../../src/routes/app.js';
import { Guard } from '../../src/http/request/guard.js';
import {
  type HttpOptions,
  SERVING_BOUNDS,
  type ServingBounds,
  type ServingSettings,
} from '../../src/http/server/http-options.js';
import { HttpServer } from '../../src/http/server/http-server.js';
import type { Application } from '../../src/http/server/message-classes.js';
import type { Reload } from '../../src/routes/reload/reload-routes.js';
import { AnswerHeaders } from '../../src/http/answer/answer-headers.js';
import type { Logger } from '../../src/logging/logger.js';
import { ChangeMetrics } from '../../src/metrics/change-metrics.js';
import { HttpMetrics } from '../../src/metrics/http-metrics.js';
import type { PageFiles } from '../../src/routes/page/page-files.js';
import { PAGE } from './page.js';
import { beginChecks, endChecks } from './checked-exchanges.js';
import { MAIN } from './running-server.js';
import { SYSTEM_CLOCK } from '../../src/turns/system-clock.js';
import { statusWith } from './store-status.js';
import type { Answer } from './answer.js';
import { type Content, sendRequest } from './raw-request.js';

/** The REST API behind a real socket. */
export interface Api {
  readonly port: number;
  /** Everything that was logged, a line per event. */
  readonly logged: readonly string[];
  /** Those who wait until targets are up, where a Prometheus can be asked. */
  readonly waits: ScrapeWaits | undefined;
  send(method: string, path: string, content?: Content): Promise<Answer>;
  stop(): Promise<void>;
}

interface Options {
  readonly store?: TargetGroupStore;
  readonly status?: Partial<StoreStatus>;
  readonly maxBodySize?: number;
  readonly threadBounds?: ThreadBounds;
  /** The page, by default one of a few bytes; `undefined` for none. */
  readonly page?: PageFiles | undefined;
  readonly rootPath?: string;
  readonly serverNames?: readonly string[];
  readonly http?: Partial<HttpOptions>;
  readonly settings?: Partial<ServingSettings>;
  readonly bounds?: Partial<ServingBounds>;
  readonly access?: AccessControl;
  readonly reload?: Reload;
  readonly policies?: readonly TargetPolicy[];
  readonly fuse?: Fuse;
  /** Who can be asked what became of targets. */
  readonly prometheus?: readonly ObservedPrometheus[];
  readonly clock?: Clock;
  /** As in the setting. */
  readonly trustedProxies?: string;
  readonly rateLimit?: () => RateLimit | undefined;
  /** Who listens besides the log and the metrics. */
  readonly events?: Partial<HttpEvents>;
  /** Whether the store fails as no store would, so that its answers are not those of the description. */
  readonly isOutlandish?: boolean;
  /** Configured headers. */
  readonly headers?: () => ReadonlyMap<string, string>;
}

/** Shorter than in earnest, so that no test waits for long. */
const BOUNDS: ServingBounds = { ...SERVING_BOUNDS, checkInterval: 50, lingerAfterRefusal: 200, lingerAfterStop: 50 };

/** Everybody may do everything. */
const openToAll = (): AccessControl =>
  new AccessControl({ users: () => new Map(), rules: () => undefined, readsWithoutLogin: false });

/** The REST API over a store, by default an empty one in memory, not served yet. */
export function createApi(options: Options = {}): {
  readonly app: Application;
  readonly events: HttpEvents;
  readonly logged: readonly string[];
  readonly scrapes: ReturnType<typeof scrapesOf> | undefined;
} {
  const { store = new InMemoryTargetGroupStore(), maxBodySize = 8 * 1024 * 1024, access = openToAll() } = options;
  const { rootPath = '', serverNames = [] } = options;
  const files = 'page' in options ? options.page : PAGE;
  const status = statusWith(options.status);
  const logged: string[] = [];
  const log = logTo(logged);
  const registry = new Registry();
  const events = joinEvents<HttpEvents>(HTTP_EVENTS, [
    new HttpMetrics(registry),
    new ChangeMetrics(registry),
    new HttpLog(log),
    options.events ?? {},
  ]);
  const scrapes = options.prometheus && scrapesOf(options.prometheus, store, options.clock);
  const app = createApp({
    service: new TargetGroupService(store, options.policies),
    bulk: new BulkService(store, options.policies ?? [], {
      maxTargets: Infinity,
      turns: ONE_TURN,
      fuse: options.fuse ?? { percent: 20, targets: 20 },
    }),
    listing: new GroupListing(store, ONE_TURN),
    discovery: new Discovery(store, status),
    names: PUBLISHED,
    scrapes,
    status,
    problem: () => status.problem(),
    turns: ONE_TURN,
    warnings: () => [],
    reload: options.reload ?? (() => []),
    guard: new Guard(access, events),
    events,
    exposition: registry,
    bodies: new BodyReader(maxBodySize, builtThread(options.threadBounds), ONE_TURN),
    page: files && { files, access, directory: '/srv/file_sd', prometheus: ['http://localhost:9090'] },
    rootPath,
    serverNames,
    trustedProxies: trustedProxies(options.trustedProxies ?? ''),
    rateLimit: options.rateLimit,
  });
  return { app, events, logged, scrapes };
}

function scrapesOf(prometheus: readonly ObservedPrometheus[], store: TargetGroupStore, clock: Clock = SYSTEM_CLOCK) {
  const parts: ScrapeParts = { prometheus, store, publication: PUBLISHED, turns: ONE_TURN, clock };
  return { status: new ScrapeStatus(parts), waits: new ScrapeWaits(parts) };
}

/** A thread runs what Node understands, and so not the sources. */
export function builtThread(bounds?: ThreadBounds): BodyThread {
  return new BodyThread(pathToFileURL(join(dirname(MAIN), 'body-worker.mjs')), bounds);
}

/** Serves the API on a free port. */
export async function openApi(options: Options = {}): Promise<Api> {
  const { app, events, logged, scrapes } = createApi(options);
  const http = new HttpServer(
    app,
    httpOptionsWith({
      headers: new AnswerHeaders(options.headers ?? (() => NOTHING_CONFIGURED)),
      settings: servingSettings(options.settings),
      events,
      bounds: { ...BOUNDS, ...options.bounds },
      ...options.http,
    }),
  );
  const [listening] = await http.listen().catch(async (error: unknown) => {
    await http.stop();
    throw error;
  });
  const port = listening !== undefined && 'port' in listening.address ? listening.address.port : 0;
  if (options.isOutlandish !== true)
    beginChecks(port, {
      rootPath: options.rootPath ?? '',
      headers: () => [...(options.headers?.() ?? NOTHING_CONFIGURED).keys()],
    });
  return {
    port,
    logged,
    waits: scrapes?.waits,
    send: (method, path, content) => sendRequest(port, method, path, content),
    stop: () => {
      endChecks(port);
      return http.stop();
    },
  };
}

const NOTHING_CONFIGURED: ReadonlyMap<string, string> = new Map();

/** How an API is served in tests: on a free port, without TLS, where nothing else is said. */
function httpOptionsWith(
  options: Partial<HttpOptions> & Pick<HttpOptions, 'settings' | 'events' | 'bounds'>,
): HttpOptions {
  return {
    endpoints: [{ address: { host: '127.0.0.1', port: 0 }, scheme: 'http' }],
    tls: { current: undefined, follow: () => undefined },
    maxConnections: 1000,
    headers: new AnswerHeaders(() => NOTHING_CONFIGURED),
    ...options,
  };
}

/** How it is served by default, but for what is given. */
function servingSettings(given: Partial<ServingSettings> = {}): ServingSettings {
  return {
    backlog: 511,
    umask: undefined,
    user: undefined,
    group: undefined,
    keep_alive_timeout: 5000,
    read_timeout: 60_000,
    ssl_handshake_timeout: 60_000,
    graceful_timeout: 4000,
    h11_max_incomplete_size: 16_384,
    ...given,
  };
}

/** As `openApi`; what a test opened is stopped after it. */
export function useApis(): (options?: Options) => Promise<Api> {
  const opened: Api[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((api) => api.stop())));
  return async (options) => {
    const api = await openApi(options);
    opened.push(api);
    return api;
  };
}

/** An API of its own for each test. */
export function useApi(optionsOf: () => Options = () => ({})): Pick<Api, 'port' | 'send'> {
  const open = useApis();
  let current: Api;
  beforeEach(async () => {
    current = await open(optionsOf());
  });
  return {
    get port() {
      return current.port;
    },
    send: (method, path, content) => current.send(method, path, content),
  };
}

/** The group that a GET shows, if any. */
export async function shownAt(api: Pick<Api, 'send'>, path: string): Promise<TargetGroup | undefined> {
  return groupIn(await api.send('GET', path));
}

/** The group that a change answers with, after checking that GET shows the very same. */
export async function changed(
  api: Pick<Api, 'send'>,
  method: string,
  path: string,
  content?: Content,
): Promise<TargetGroup | undefined> {
  const answer = await api.send(method, path, content);
  const group = groupIn(answer);
  expect((await api.send('GET', path)).text).toBe(answer.text);
  return group;
}

/** The group in the answer to a request that succeeded, if any. */
export function groupIn(answer: Answer): TargetGroup | undefined {
  const list = answer.status === 200 ? (JSON.parse(answer.text) as readonly TargetGroup[]) : [];
  if (answer.status !== 200 || answer.headers['content-type'] !== 'application/json' || list.length > 1)
    throw new Error(`this shows no group: ${JSON.stringify(answer)}`);
  return list[0];
}

function logTo(lines: string[]): Logger {
  const stream = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString());
      done();
    },
  });
  return createLogger({ level: 'debug', format: format.json(), transports: [new transports.Stream({ stream })] });
}
