import bodyParser from 'body-parser';
import { parse as parseContentType } from 'content-type';
import type { Request, RequestHandler } from 'express';
import { quote, type TargetGroupInput } from '@target-eye/domain';
import { requestFault } from '../request-error.js';
import { parseForm } from './form.js';
import { checkInput } from './input-schema.js';
import { parseYaml } from './yaml.js';

/** The media types that are understood, and how each becomes an object. */
const PARSERS: ReadonlyMap<string, (text: string) => unknown> = new Map([
  ['application/json', parseJson],
  ...[
    'text/vnd.yaml',
    'text/yaml',
    'text/x-yaml',
    'application/vnd.yaml',
    'application/x-yaml',
    'application/yaml',
  ].map((type) => [type, parseYaml] as const),
  ['application/x-www-form-urlencoded', parseForm],
]);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads and decompresses the whole body, whatever its type, into `request.body`; without a body that stays undefined.
 * A body that is too long is refused as soon as that is known, not when the last byte of it has come.
 */
export function readBody(maxBodySize: number): RequestHandler {
  const read = bodyParser.raw({ type: () => true, limit: maxBodySize });
  const tooLarge = () => requestFault('body_too_large', `the body is larger than ${String(maxBodySize)} bytes`);
  return (request, response, next) => {
    if (Number(request.headers['content-length']) > maxBodySize) throw tooLarge();
    if (/^100-continue$/i.test(request.headers.expect ?? '')) response.writeContinue();
    let isRefused = false;
    let received = 0;
    read(request, response, (error?: unknown) => {
      if (!isRefused)
        next(error === undefined ? undefined : bodyFault(error, request.headers['content-encoding'] ?? '', tooLarge));
    });
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (isRefused || received <= maxBodySize) return;
      isRefused = true;
      next(tooLarge());
    });
  };
}

/**
 * What a request says in its body, `undefined` only when it has none: no bytes, and none announced for a media type.
 * @throws RequestError when there is a body that cannot be understood
 */
export function inputOf(request: Request): TargetGroupInput | undefined {
  const body: unknown = request.body;
  const { 'content-type': header, 'content-encoding': encoding } = request.headers;
  // Nothing that was compressed is bytes, too.
  if (!Buffer.isBuffer(body) || (body.length === 0 && header === undefined && encoding === undefined)) return undefined;
  if (header === undefined)
    throw requestFault(
      'content_type_missing',
      `the request has a body but no Content-Type; send one of ${listTypes()}`,
    );
  return checkInput(parserOf(header)(decodeUtf8(body)));
}

function parserOf(header: string): (text: string) => unknown {
  const { type, parameters } = parseContentType(header);
  const parser = PARSERS.get(type);
  if (parser === undefined)
    throw requestFault(
      'content_type_unknown',
      `the Content-Type ${quote(header)} is not understood; send one of ${listTypes()}`,
    );
  const charset = parameters['charset'] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset))
    throw requestFault('charset_unknown', `the charset ${quote(charset)} is not understood; send UTF-8`);
  return parser;
}

function listTypes(): string {
  return [...PARSERS.keys()].join(', ');
}

function decodeUtf8(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw requestFault('body_malformed', 'the body is not valid UTF-8');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = text === '' ? 'it is empty' : error instanceof Error ? error.message : String(error);
    throw requestFault('body_malformed', `the body is not JSON: ${reason}`);
  }
}

/** What body-parser says, in this service's terms. */
function bodyFault(error: unknown, encoding: string, tooLarge: () => Error): Error {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return tooLarge();
    case 'encoding.unsupported':
      return requestFault(
        'content_encoding_unknown',
        `the Content-Encoding ${quote(encoding)} is not understood; send gzip, deflate, br or none`,
      );
    default:
      return requestFault(
        'body_malformed',
        `the body could not be read: ${error instanceof Error ? error.message : String(error)}`,
      );
  }
}
