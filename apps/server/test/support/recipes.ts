import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Ended, runProgram, type RunningServer, startServer } from './running-server.js';

/** The token of a client that may write everything. */
export const TOKEN = 'te_of-the-recipes';

/** A service with logins, as the recipes expect it. */
export interface RecipeService {
  readonly home: () => string;
  readonly url: () => string;
  /** A file with the header that logs in. */
  readonly header: () => string;
  /** What the service shows of a group, `undefined` if there is none. */
  readonly shown: (path: string) => Promise<unknown>;
  readonly change: (method: string, path: string, body?: Readonly<Record<string, string>>) => Promise<void>;
  /**
   * The URL of a front that passes everything on, and tells nobody what the first `count` requests with each method came
   * to: it answers them with 502.
   */
  readonly losing: (count: number, port?: number) => Promise<string>;
  /** Runs a command with these variables only, and `PATH`. Nothing it prints has the token in it. */
  readonly run: (command: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Ended>;
}

/** Starts the service before all tests of a file, and stops it behind them. */
export function useRecipeService(environment: Readonly<Record<string, string>> = {}): RecipeService {
  let home = '';
  let service: RunningServer;
  const fronts: Server[] = [];
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const header = () => join(home, 'header');
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'target-eye-recipes-'));
    chmodSync(home, 0o755);
    const sha256 = createHash('sha256').update(TOKEN).digest('hex');
    const accessFile = join(home, 'access.yml');
    writeFileSync(accessFile, `clients: [{ name: deploy, token_sha256: ${sha256}, write: ['*/*'] }]\n`);
    writeFileSync(header(), `Authorization: Bearer ${TOKEN}\n`, { mode: 0o600 });
    service = await startServer({
      FILE_SD_DIRECTORY: join(home, 'file_sd'),
      ACCESS_FILE: accessFile,
      ...environment,
    });
  });
  afterAll(async () => {
    for (const front of fronts) front.close().closeAllConnections();
    await service.stop();
    rmSync(home, { recursive: true, force: true });
  });
  return {
    home: () => home,
    url: () => service.url,
    header,
    shown: async (path) => {
      const [group] = (await (await fetch(`${service.url}${path}`, { headers })).json()) as readonly unknown[];
      return group;
    },
    change: async (method, path, body) => {
      const sent = body && { body: new URLSearchParams(body) };
      const response = await fetch(`${service.url}${path}`, { method, headers, ...sent });
      if (!response.ok) throw new Error(await response.text());
    },
    losing: async (count, port = 0) => {
      const seen = new Map<string, number>();
      const front = createServer((request, response) => {
        const { method = '' } = request;
        const before = seen.get(method) ?? 0;
        seen.set(method, before + 1);
        void passOn(service.url, request, response, before < count);
      }).listen(port, '127.0.0.1');
      fronts.push(front);
      await once(front, 'listening');
      return `http://127.0.0.1:${String((front.address() as AddressInfo).port)}`;
    },
    run: async (command, variables = {}) => {
      const ended = await runProgram(command, { PATH: process.env['PATH'] ?? '', ...variables });
      expect(`${ended.stdout}${ended.stderr}`).not.toContain(TOKEN);
      return ended;
    },
  };
}

async function passOn(url: string, request: IncomingMessage, response: ServerResponse, isLost: boolean): Promise<void> {
  const { authorization, 'content-type': type } = request.headers;
  const body = await text(request);
  const answer = await fetch(`${url}${request.url ?? ''}`, {
    method: request.method ?? '',
    headers: {
      ...(authorization !== undefined && { Authorization: authorization }),
      ...(type !== undefined && { 'Content-Type': type }),
    },
    ...(body !== '' && { body }),
  });
  const shown = await answer.text();
  response.writeHead(isLost ? 502 : answer.status, { 'Content-Type': 'application/json' });
  response.end(isLost ? '{"message":"lost"}' : shown);
}
