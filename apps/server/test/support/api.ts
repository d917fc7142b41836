import { Writable } from 'node:stream';
import { createLogger, format, transports } from 'winston';
import { type TargetGroup, TargetGroupService, type TargetGroupStore } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { createApp } from '../../src/http/app.js';
import { HttpService } from '../../src/http/http-service.js';
import type { Logger } from '../../src/logger.js';
import { type Answer, type Content, sendRequest } from './raw-request.js';

/** The REST API behind a real socket. */
export interface Api {
  readonly port: number;
  /** Everything that was logged, a line per event. */
  readonly logged: readonly string[];
  send(method: string, path: string, content?: Content): Promise<Answer>;
  stop(): Promise<void>;
}

interface Options {
  readonly store?: TargetGroupStore;
  readonly maxBodySize?: number;
}

/** Serves a store, by default an empty one in memory, on a free port. */
export async function openApi(options: Options = {}): Promise<Api> {
  const { store = new InMemoryTargetGroupStore(), maxBodySize = 8 * 1024 * 1024 } = options;
  const logged: string[] = [];
  const log = logTo(logged);
  const app = createApp({
    service: new TargetGroupService(store),
    health: { countGroups: () => 0, listUnreadable: () => [] },
    log,
    accessLog: undefined,
    maxBodySize,
  });
  const http = new HttpService(app, [{ host: '127.0.0.1', port: 0 }]);
  const [address] = await http.listen();
  const port = address !== undefined && 'port' in address ? address.port : 0;
  return {
    port,
    logged,
    send: (method, path, content) => sendRequest(port, method, path, content),
    stop: () => http.stop(),
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
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  const list = JSON.parse(answer.text) as readonly TargetGroup[];
  expect(list.length).toBeLessThanOrEqual(1);
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
