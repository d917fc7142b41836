import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Api, shownAt, useApi } from '../support/api.js';
import { type Bytes, clientCalls } from '../support/client-calls.js';
import { form } from '../support/content.js';
import { describeWith } from '../support/needs.js';
import { EXAMPLES, useProxiedService } from '../support/proxied-service.js';
import type { Answer } from '../support/answer.js';
import { firstAnswerOn } from '../support/raw-request.js';
import { failureIn } from '../support/refusal.js';
import { PROXY_NAME, type RunningProxy } from '../support/running-proxy.js';

const GUIDE = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'clients.md'), 'utf8');
const CHANGES = ['PUT', 'POST', 'DELETE'] as const;
const GROUP = '/shop/prod';

/** What the group has before, so that the target `h:1` and the label `team="R&D"` can be added and removed. */
const BEFORE = { PUT: 'targets=h:2&team=x', POST: 'targets=h:2&team=x', DELETE: 'targets=h:1,h:2&team=R%26D' };
const DONE = { PUT: 'replaces', POST: 'adds', DELETE: 'removes these' };

/** What the guide says of each call: what goes out for a DELETE, and what each change comes to. */
const EXPECTED = [
  ...GUIDE.matchAll(/^\| (?!client|-)(.+?) +\| `(.+?)` +\| (.+?) +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm),
].map(([, client = '', call = '', sends = '', ...changes]) => ({ client, call, sends, changes }));

describeWith(['curl', 'wget'])('what clients send', () => {
  const api = useApi();
  const calls = clientCalls();

  test('stands in the guide, all of it', () => {
    const listed = EXPECTED.map(({ client, call }) => `${client}: ${call}`);
    expect(listed).toEqual(
      [...calls].flatMap(([client, made]) => [...made.keys()].map((call) => `${client}: ${call}`)),
    );
  });

  test.each(EXPECTED)('means what the guide says: $client, $call', async ({ client, call, sends, changes }) => {
    const bytesOf = madeBy(calls, client, call);
    expect(described(await bytesOf('DELETE'))).toBe(sends);
    const send = (bytes: string): Promise<Answer> => firstAnswerOn(connect(api.port, '127.0.0.1'), bytes);
    expect(await outcomes(api, bytesOf, send)).toEqual(changes);
  });

  test.each(EXPECTED)('never keeps a GET from showing the group: $client, $call', async ({ client, call }) => {
    await api.send('PUT', GROUP, form(BEFORE.PUT));
    const bytes = await madeBy(calls, client, call)('GET');
    // A client that refuses to send this sends nothing.
    if (bytes === '') return;
    const { text } = await firstAnswerOn(connect(api.port, '127.0.0.1'), bytes);
    expect(text).toBe((await api.send('GET', GROUP)).text);
  });

  describe.each(['nginx', 'haproxy', 'apache2'] as const)('through %s', (kind) => {
    describeWith([kind, 'openssl'])('served as the guide to proxies says', () => {
      const service = useProxiedService();
      let proxy: RunningProxy;
      beforeAll(async () => {
        proxy = await service.proxy(kind, EXAMPLES[kind].server);
      });

      // A proxy passes on no more than what was announced.
      test.each(EXPECTED)('means the same: $client, $call', async ({ client, call, changes }) => {
        const send = (bytes: string): Promise<Answer> =>
          proxy.sendBytes(bytes.replace(/\r\nhost: target-eye\r\n/i, `\r\nHost: ${PROXY_NAME}\r\n`));
        const passedOn = changes.map((change) => (change === '`bad_request`' ? '**removes the group**' : change));
        expect(await outcomes(service, madeBy(calls, client, call), send)).toEqual(passedOn);
      });
    });
  });
});

function madeBy(calls: ReturnType<typeof clientCalls>, client: string, call: string): Bytes {
  const bytesOf = calls.get(client)?.get(call);
  if (bytesOf === undefined) throw new Error(`nothing is known of ${client}: ${call}`);
  return bytesOf;
}

/** What each change comes to, in the words of the guide. */
async function outcomes(
  api: Pick<Api, 'send'>,
  bytesOf: Bytes,
  send: (bytes: string) => Promise<Answer>,
): Promise<readonly string[]> {
  const results: string[] = [];
  for (const method of CHANGES) {
    await api.send('PUT', GROUP, form(BEFORE[method]));
    const before = await shownAt(api, GROUP);
    const answer = await send(await bytesOf(method));
    const after = await shownAt(api, GROUP);
    const isSame = JSON.stringify(after) === JSON.stringify(before);
    if (answer.status !== 200) {
      expect(isSame).toBe(true);
      results.push(`\`${failureIn(answer).code}\``);
    } else if (after === undefined) results.push('**removes the group**');
    else results.push(isSame ? 'unchanged' : DONE[method]);
  }
  return results;
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['application/json', 'JSON'],
  ['application/x-www-form-urlencoded', 'form'],
  ['multipart/form-data', 'multipart'],
]);

/** What a request has of a Content-Type, a length and a body, in the words of the guide. */
function described(bytes: string): string {
  const end = bytes.indexOf('\r\n\r\n');
  const [head, body] = [bytes.slice(0, end), bytes.slice(end + 4)];
  const type = /^content-type: ([^;\r]+)/im.exec(head)?.[1];
  const named = type === undefined ? 'no type' : (TYPES.get(type) ?? type);
  const isFramed = /^(?:content-length|transfer-encoding): /im.test(head);
  if (!isFramed) return `${named}, ${body === '' ? 'no length' : 'bytes without a length'}`;
  return `${named}, ${body === '' || body === '0\r\n\r\n' ? 'no bytes' : 'a body'}`;
}
