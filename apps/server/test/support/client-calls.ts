import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

type Send = (url: string, method: string) => Promise<unknown>;

const JSON_TYPE = { 'Content-Type': 'application/json' };
const LIST = '{"targets":["h:1"]}';

/** The bytes of a request with this method, as a client sends them when it is called in one way. */
export type Bytes = (method: string) => Promise<string>;

/** How clients are called, by name and call: what the tests run, and what clients/record.mjs recorded. */
export function clientCalls(): ReadonlyMap<string, ReadonlyMap<string, Bytes>> {
  const text = readFileSync(join(__dirname, '..', 'clients', 'recorded.json'), 'utf8');
  const recorded = JSON.parse(text) as Record<string, { calls: Record<string, Record<string, string>> }>;
  return new Map([
    ...Object.entries(RUN).map(([client, calls]) => [client, mapped(calls, capture)] as const),
    ...Object.entries(recorded).map(
      ([client, { calls }]) =>
        [client, mapped(calls, (byMethod) => (method) => Promise.resolve(byMethod[method] ?? ''))] as const,
    ),
  ]);
}

function mapped<T>(calls: Readonly<Record<string, T>>, bytesOf: (call: T) => Bytes): ReadonlyMap<string, Bytes> {
  return new Map(Object.entries(calls).map(([call, made]) => [call, bytesOf(made)]));
}

const RUN: Readonly<Record<string, Readonly<Record<string, Send>>>> = {
  curl: Object.fromEntries(
    [
      ['nothing'],
      ["-H 'Content-Type: application/json'", '-H', 'Content-Type: application/json'],
      ["-d ''", '-d', ''],
      ["-d @/dev/null -H 'Content-Type: application/json'", '-d', '@/dev/null', '-H', 'Content-Type: application/json'],
      ['-T /dev/null', '-T', '/dev/null'],
      ['-d targets=', '-d', 'targets='],
      ["-d targets=h:1 --data-urlencode 'team=R&D'", '-d', 'targets=h:1', '--data-urlencode', 'team=R&D'],
      ['-d LIST', '-d', LIST],
      ["-d LIST -H 'Content-Type: application/json'", '-d', LIST, '-H', 'Content-Type: application/json'],
      ['-G -d targets=h:1', '-G', '-d', 'targets=h:1'],
      ['-F targets=h:1', '-F', 'targets=h:1'],
    ].map(([call = '', ...args]) => [call, run('curl', (method) => ['-s', '-X', method, ...args])]),
  ),
  wget: Object.fromEntries(
    [['nothing'], ["--body-data=''", '--body-data='], ['--body-data=targets=h:1', '--body-data=targets=h:1']].map(
      ([call = '', ...args]) => [call, run('wget', (method) => ['-q', '-O', '-', `--method=${method}`, ...args])],
    ),
  ),
  'Node.js fetch': {
    nothing: fetchWith({}),
    'headers: JSON': fetchWith({ headers: JSON_TYPE }),
    "body: ''": fetchWith({ body: '' }),
    "body: '', headers: JSON": fetchWith({ body: '', headers: JSON_TYPE }),
    'body: new Uint8Array()': fetchWith({ body: new Uint8Array() }),
    'body: new URLSearchParams()': fetchWith({ body: new URLSearchParams() }),
    'body: JSON.stringify(undefined), headers: JSON': fetchWith({
      body: JSON.stringify(undefined),
      headers: JSON_TYPE,
    }),
    'body: LIST': fetchWith({ body: LIST }),
    'body: LIST, headers: JSON': fetchWith({ body: LIST, headers: JSON_TYPE }),
    'body: new URLSearchParams({ … })': fetchWith({ body: new URLSearchParams({ targets: 'h:1', team: 'R&D' }) }),
    'body: new FormData()': fetchWith({ body: new FormData() }),
  },
  'Node.js http': {
    'end()': httpWith({}, []),
    "end('')": httpWith({}, ['']),
    "write(''), end()": httpWith({}, ['', '']),
    'end(LIST)': httpWith({}, [LIST]),
    'headers: JSON, end()': httpWith(JSON_TYPE, []),
    'headers: JSON, end(LIST)': httpWith(JSON_TYPE, [LIST]),
    'headers: JSON and Content-Length, end(LIST)': httpWith({ ...JSON_TYPE, 'Content-Length': '19' }, [LIST]),
  },
};

function run(command: string, args: (method: string) => readonly string[]): Send {
  return async (url, method) => {
    const child = spawn(command, [...args(method), url], { stdio: 'ignore' });
    await once(child, 'exit');
  };
}

/** It refuses to send a GET with a body. */
function fetchWith(init: RequestInit): Send {
  return async (url, method) => {
    if (method !== 'GET' || init.body === undefined) await fetch(url, { ...init, method });
  };
}

/** The last of the pieces goes with the end of the request; what has one only has its length. */
function httpWith(headers: Readonly<Record<string, string>>, pieces: readonly string[]): Send {
  return async (url, method) => {
    const sent = request(url, { method, headers });
    for (const piece of pieces.slice(0, -1)) sent.write(piece);
    sent.end(pieces.at(-1));
    await once(sent, 'response');
  };
}

/** The bytes that a client sends, which are the same each time: it is run once for each method. */
function capture(send: Send): Bytes {
  const captured = new Map<string, Promise<string>>();
  return (method) => {
    const bytes = captured.get(method) ?? captureOnce(send, method);
    captured.set(method, bytes);
    return bytes;
  };
}

/** Lets a client send to a server that answers when the request is there, and gives the bytes of it. */
async function captureOnce(send: Send, method: string): Promise<string> {
  const chunks: Buffer[] = [];
  const server = createServer((incoming, response) => {
    incoming.resume().once('end', () => response.setHeader('Connection', 'close').end('[]'));
  });
  server.on('connection', (socket) => socket.on('data', (chunk) => chunks.push(chunk)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await send(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/shop/prod`, method).finally(() => {
    server.close();
    server.closeAllConnections();
  });
  return Buffer.concat(chunks)
    .toString('latin1')
    .replace(/^(Host: ).*$/im, '$1target-eye');
}
