import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { shownAt, useApi } from '../../../test/support/api.js';
import { chunked, content, form, FORM_TYPE, json, JSON_TYPE, yaml, YAML_TYPE } from '../../../test/support/content.js';
import { type Content, parseAnswer } from '../../../test/support/raw-request.js';
import { expectFailure, expectRefused } from '../../../test/support/refusal.js';

const YAML_TYPES = [
  'text/vnd.yaml',
  'text/yaml',
  'text/x-yaml',
  'application/vnd.yaml',
  'application/x-yaml',
  'application/yaml',
];
const TYPES = [JSON_TYPE, ...YAML_TYPES, FORM_TYPE];
const CHANGES = ['PUT', 'POST', 'DELETE'];
const GROUP = '/shop/prod';
const LIMIT = 1000;
const COMPRESSED_NOTHING = {
  headers: { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'gzip' },
  body: gzipSync(''),
};

const api = useApi(() => ({ maxBodySize: LIMIT }));

beforeEach(() => api.send('PUT', GROUP, json({ targets: ['h:1'], labels: { team: 'x' } })));

function textOf(type: string): string {
  if (type === FORM_TYPE) return 'targets=new:1';
  return type === JSON_TYPE ? '{"targets":["new:1"]}' : 'targets:\n- new:1\n';
}

describe.each(TYPES)('%s is understood', (type) => {
  test.each([
    ['alone', type],
    ['with a charset', `${type}; charset=utf-8`],
    ['with a charset in quotes and no space', `${type};charset="UTF-8"`],
    ['with other parameters', `${type}; profile=x; CHARSET=utf8`],
    ['in upper case', type.toUpperCase()],
  ])('%s', async (_, header) => {
    expect((await api.send('PUT', GROUP, content(header, textOf(type)))).status).toBe(200);
    expect((await shownAt(api, GROUP))?.targets).toEqual(['new:1']);
  });

  test.each(['iso-8859-1', 'utf-16', 'us-ascii', ''])('but not in the charset %p', async (charset) => {
    for (const verb of CHANGES)
      await expectRefused(api, verb, GROUP, content(`${type}; charset=${charset}`, textOf(type)), {
        code: 'charset_unknown',
        says: JSON.stringify(charset),
      });
  });
});

// cspell:ignore jsonx
describe('a body that cannot be understood never counts as no body', () => {
  test.each([
    'text/plain',
    'text/json',
    'application/jsonx',
    'application/merge-patch+json',
    'application/octet-stream',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/json/x',
    'json',
    '*/*',
    ';',
    '',
  ])('the Content-Type %p is refused, naming the types that are understood', async (type) => {
    for (const verb of CHANGES) {
      for (const body of ['{"targets":["h:1"]}', ...(verb === 'DELETE' ? [] : [''])]) {
        const { message } = await expectRefused(api, verb, GROUP, content(type, body), {
          code: 'content_type_unknown',
          says: type,
        });

        for (const known of TYPES) expect(message).toContain(known);
      }
    }
  });

  test.each(CHANGES)('a body without a Content-Type is refused in %s', async (verb) => {
    for (const sent of [{ body: '{"targets":["new:1"]}' }, chunked({ body: ' ' })]) {
      const { message } = await expectRefused(api, verb, GROUP, sent, { code: 'content_type_missing' });

      for (const known of TYPES) expect(message).toContain(known);
    }
  });

  test.each([
    ['JSON', content(JSON_TYPE, ''), 'body_malformed'],
    ['YAML', content(YAML_TYPE, ''), 'body_malformed'],
    ['a form', content(FORM_TYPE, ''), 'nothing_given'],
    ['JSON, chunked', chunked(content(JSON_TYPE, '')), 'body_malformed'],
    ['JSON without a length', { headers: { 'Content-Type': JSON_TYPE } }, 'body_malformed'],
    ['compressed JSON', COMPRESSED_NOTHING, 'body_malformed'],
  ])('nor does an empty one of a media type: %s', async (_, sent, code) => {
    await expectRefused(api, 'POST', GROUP, sent, { code });
  });

  const REMOVES = 'to remove the whole group send neither a body nor a Content-Type';

  describe.each<[string, (headers: Record<string, string>) => Content]>([
    ['without a length', (headers) => ({ headers })],
    ['with a length of zero', (headers) => ({ headers: { ...headers, 'Content-Length': '0' } })],
    ['without a chunk', (headers) => chunked({ headers })],
  ])('nor does the header of a body that is not there, %s', (_, announcing) => {
    test.each<Record<string, string>>([
      ...[...TYPES, `${JSON_TYPE}; charset=utf-8`, 'text/plain', ''].map((type) => ({ 'Content-Type': type })),
      ...['gzip', 'deflate', 'br', 'identity', 'compress', ''].map((encoding) => ({ 'Content-Encoding': encoding })),
      { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'gzip' },
    ])('%p', async (headers) => {
      await expectRefused(api, 'DELETE', GROUP, announcing(headers), { code: 'nothing_given', says: REMOVES });
    });
  });

  test.each([
    ['JSON of white space', content(JSON_TYPE, ' \r\n')],
    ['YAML of a line end', content(YAML_TYPE, '\n')],
    ['a form of a line end', content(FORM_TYPE, '\n')],
    ['nothing that was compressed', COMPRESSED_NOTHING],
    ['nothing that was compressed, of no type', { headers: { 'Content-Encoding': 'gzip' }, body: gzipSync('') }],
    ['neither targets nor labels', json({})],
  ])('and a DELETE that names nothing says how a whole group is removed: %s', async (_, sent) => {
    await expectRefused(api, 'DELETE', GROUP, sent, { code: 'nothing_given', says: REMOVES });
  });

  test.each<[string, Content]>([
    ['no header at all', {}],
    ['a length of zero', { headers: { 'Content-Length': '0' } }],
    ['no chunk', chunked({})],
  ])('there is no body, and DELETE removes the group, with %s', async (_, sent) => {
    expect((await api.send('DELETE', GROUP, sent)).status).toBe(200);
    expect(await shownAt(api, GROUP)).toBeUndefined();
  });
});

describe('text is UTF-8', () => {
  test.each([
    ['a byte that begins nothing', [0xff]],
    ['a lone continuation', [0x80]],
    ['a cut sequence', [0xc3]],
    ['a sequence that is longer than needed', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ])('invalid UTF-8 is refused: %s', async (_, bytes) => {
    for (const [type, before, after] of [
      [JSON_TYPE, '{"targets":["new:1"],"labels":{"team":"', '"}}'],
      [YAML_TYPE, 'targets: [new:1]\nlabels: {team: "', '"}'],
      [FORM_TYPE, 'targets=new:1&team=', ''],
    ] as const) {
      const body = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
      for (const verb of CHANGES)
        await expectRefused(api, verb, GROUP, content(type, body), { code: 'body_malformed', says: 'UTF-8' });
    }
  });

  test.each(TYPES)('a byte order mark in front of %s is no part of it', async (type) => {
    expect((await api.send('PUT', GROUP, content(type, `\ufeff${textOf(type)}`))).status).toBe(200);
    expect((await shownAt(api, GROUP))?.targets).toEqual(['new:1']);
  });
});

describe('a compressed body', () => {
  const plain = json({ targets: ['new:1'] });
  const encoded = (encoding: string, body: Buffer): Content => ({
    headers: { ...plain.headers, 'Content-Encoding': encoding },
    body,
  });

  test.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (body: Buffer) => body],
  ] as const)('in %s is understood', async (encoding, compress) => {
    const body = compress(Buffer.from(textOf(JSON_TYPE)));

    expect((await api.send('PUT', GROUP, encoded(encoding, body))).status).toBe(200);
    expect((await shownAt(api, GROUP))?.targets).toEqual(['new:1']);
  });

  test.each(['gzip', 'deflate', 'br'])('that is not the %s it says is refused', async (encoding) => {
    const cut = gzipSync(Buffer.from(textOf(JSON_TYPE))).subarray(0, -9);
    for (const verb of CHANGES) {
      for (const body of [Buffer.from('{"targets":["h:1"]}'), cut])
        await expectRefused(api, verb, GROUP, encoded(encoding, body), { code: 'body_malformed' });
    }
  });

  const UNKNOWN = ['compress', 'x', 'gzip, gzip'];

  test.each(UNKNOWN)('in %s is refused', async (encoding) => {
    const sent = encoded(encoding, gzipSync(textOf(JSON_TYPE)));
    const named = { code: 'content_encoding_unknown', says: `"${encoding}"` };
    for (const verb of CHANGES) await expectRefused(api, verb, GROUP, sent, named);
  });
});

describe('past the limit it is 413', () => {
  const tooLarge = { status: 413, code: 'body_too_large', says: String(LIMIT) };
  const padded = (length: number): Content => content(JSON_TYPE, textOf(JSON_TYPE).padEnd(length));

  test('a body of just the limit is not past it', async () => {
    expect((await api.send('PUT', GROUP, padded(LIMIT))).status).toBe(200);
    expect((await api.send('PUT', GROUP, chunked(padded(LIMIT)))).status).toBe(200);
  });

  test.each([
    ['with a Content-Length', 'Content-Length: 99999999999', ''],
    ['in chunks', 'Transfer-Encoding: chunked', `${(LIMIT + 1).toString(16)}\r\n${' '.repeat(LIMIT + 1)}\r\n`],
  ])('and said at once, not at the end of the body: %s', async (_, header, begin) => {
    const socket = connect(api.port, '127.0.0.1');
    socket.write(`PUT /a/b HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n${begin}`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expectFailure(parseAnswer(answer.toString()), tooLarge);
  });

  test.each(CHANGES)('%s', async (verb) => {
    const bomb = gzipSync(Buffer.alloc(100 * LIMIT, ' '));
    expect(bomb.length).toBeLessThan(LIMIT);
    for (const sent of [
      padded(LIMIT + 1),
      padded(100 * LIMIT),
      chunked(padded(LIMIT + 1)),
      form(`targets=${'h'.repeat(LIMIT)}`),
      yaml(`# ${'x'.repeat(LIMIT)}`),
      { body: Buffer.alloc(LIMIT + 1) },
      { headers: { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'gzip' }, body: bomb },
    ])
      await expectRefused(api, verb, GROUP, sent, tooLarge);
  });
});
