// Who uses the service during a soak. Each client has groups of its own, so that it knows what every answer must be.
import { Buffer } from 'node:buffer';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { URL } from 'node:url';

const GROUPS_PER_CLIENT = 25;
const MAX_TARGETS = 60;
const JSON_TYPE = { 'Content-Type': 'application/json' };

const below = (limit) => Math.floor(Math.random() * limit);

/** What went wrong, by what was expected. */
export class Errors {
  count = 0;
  first = [];

  add(message) {
    this.count += 1;
    if (this.first.length < 10) this.first.push(message);
  }

  expectEqual(what, actual, expected) {
    if (actual !== expected) this.add(`${what}: ${String(actual)} instead of ${String(expected)}`);
  }
}

/** Sends a request; without an agent it has a connection of its own. */
export function send(url, { agent = false, method = 'GET', path, headers = {}, body }) {
  return new Promise((resolve, reject) => {
    // Node does not say by itself how long the body of a DELETE is.
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const sent = request(`${url}${path}`, { agent, method, headers: { ...headers, ...length } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The change that a deploy script might ask for next, and the group that has to come of it, `undefined` for none. */
function nextChange(key, group, serial) {
  const put = () => {
    const targets = Array.from({ length: 1 + below(20) }, (_, index) => `host-${serial}-${index}:9100`);
    const labels = { job: key, env: 'soak', serial: String(serial) };
    return { method: 'PUT', input: { targets, labels }, group: { targets, labels } };
  };
  if (group === undefined || group.targets.length > MAX_TARGETS) return put();
  const { targets, labels } = group;
  switch (below(5)) {
    case 0:
      return put();
    case 1:
      return { method: 'DELETE', group: undefined };
    case 2:
      if (targets.length === 1) return put();
      return {
        method: 'DELETE',
        input: { targets: targets.slice(0, 1) },
        group: { targets: targets.slice(1), labels },
      };
    default: {
      const added = [`host-${serial}:9100`];
      return { method: 'POST', input: { targets: added }, group: { targets: [...targets, ...added], labels } };
    }
  }
}

const textOf = (group) => `${JSON.stringify(group === undefined ? [] : [group])}\n`;

/** Changes its groups over one kept connection and looks at each before; `groups` is what they are. */
export async function change({ url, isOver, errors, count }, name, groups) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let serial = 0; !isOver(); serial += 1) {
    const key = `${name}-${below(GROUPS_PER_CLIENT)}`;
    const path = `/${key}/soak`;
    const shown = await send(url, { agent, path });
    errors.expectEqual(`GET ${path}`, shown.text, textOf(groups.get(key)));
    const { method, input, group } = nextChange(key, groups.get(key), serial);
    const body = input && JSON.stringify(input);
    const { status, text } = await send(url, { agent, method, path, ...(body && { headers: JSON_TYPE, body }) });
    errors.expectEqual(`${method} ${path} ${text}`, status, 200);
    if (group === undefined) groups.delete(key);
    else groups.set(key, group);
    count(2);
  }
  agent.destroy();
}

/** Edits files by hand and waits until the service shows what it wrote. */
export async function edit({ url, isOver, errors, count, directory }, name, groups) {
  for (let serial = 0; !isOver(); serial += 1) {
    const key = `${name}-${serial % GROUPS_PER_CLIENT}`;
    const file = join(directory, `${key}@soak.json`);
    const labels = { job: key, env: 'soak', by: 'hand' };
    const group = { targets: [`edited-${serial}:9100`], labels };
    writeFileSync(`${file}.new`, textOf(group));
    renameSync(`${file}.new`, file);
    groups.set(key, group);
    for (let tries = 0; (await send(url, { path: `/${key}/soak` })).text !== textOf(group); tries += 1) {
      if (tries === 500) {
        errors.add(`an edit of ${file} was not seen in 10 s: ${readFileSync(file, 'utf8')}`);
        break;
      }
      count(1);
      await sleep(20);
    }
  }
}

const REFUSED = [
  { status: 400, method: 'PUT', path: '/refused/soak', headers: JSON_TYPE, body: '{"targets": ["h:0"]}' },
  { status: 400, method: 'PUT', path: '/refused/soak', headers: JSON_TYPE, body: '{"targets": ["h:1"' },
  { status: 400, method: 'POST', path: '/refused/soak', headers: JSON_TYPE, body: '{"labels": {"a": "b"}}' },
  { status: 400, method: 'DELETE', path: '/refused/soak' },
  { status: 400, method: 'PUT', path: '/refused/soak', headers: { 'Content-Type': 'text/yaml' }, body: '&a [*a]' },
  { status: 400, path: '/%E9/soak' },
  { status: 404, path: '/no/such/place' },
  { status: 405, method: 'PATCH', path: '/refused/soak', headers: JSON_TYPE, body: '{}' },
];

/** Sends what has to be refused, half of it over a kept connection, half over new ones. */
export async function misbehave({ url, isOver, errors, count }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let serial = 0; !isOver(); serial += 1) {
    const { status: expected, ...sent } = REFUSED[serial % REFUSED.length];
    const isKept = Math.floor(serial / REFUSED.length) % 2 === 0;
    const { status, text } = await send(url, { ...sent, ...(isKept && { agent }) });
    errors.expectEqual(`${sent.method ?? 'GET'} ${sent.path} ${text}`, status, expected);
    count(1);
    await sleep(5);
  }
  agent.destroy();
}

const BROKEN_OFF = [
  '',
  'GET / HT',
  'PUT /refused/soak HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n{"targets":',
  '\u0016\u0003\u0001 this is no HTTP\r\n\r\n',
];

/** Opens connections and breaks them off in the middle of a request. */
export async function breakOff({ url, isOver, count }) {
  const { port, hostname } = new URL(url);
  for (let serial = 0; !isOver(); serial += 1) {
    const socket = connect(Number(port), hostname);
    // Whether the service has closed it already is a matter of chance.
    socket.on('error', () => undefined);
    socket.write(BROKEN_OFF[serial % BROKEN_OFF.length]);
    await sleep(20);
    socket.resetAndDestroy();
    count(1);
  }
}
