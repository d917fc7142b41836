import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import { type Exchange, exchangeOf } from '../request/exchange.js';
import type { HeaderList } from './answer-headers.js';
import type { Failure } from './failure.js';

/** Shorter texts, in characters, are sent in one piece with the headers; Node sends bytes in a piece of their own. */
const MAX_TEXT = 1000;

/** A text as it is sent. A long one becomes bytes, which are outside of the heap and can be shared. */
export function bodyOf(text: string): string | Buffer {
  return text.length <= MAX_TEXT ? text : Buffer.from(text);
}

/**
 * Answers with JSON, a text or its bytes; of a HEAD request Node sends the headers only.
 * @param own headers that no other answer has
 */
export function answer(response: ServerResponse, status: number, json: string | Buffer, own: HeaderList = []): void {
  answerWith(response, status, 'application/json', json, own);
}

/** Sets a header of an answer in place of the one that every answer has; one that is configured stays. */
export function setUnlessConfigured(response: ServerResponse, name: string, value: string): void {
  if (!exchangeOf(response).parts.headers.isConfigured(name)) response.setHeader(name, value);
}

/** What tells that nothing was stored. */
const DRY_RUN: HeaderList = ['Dry-Run', 'true'];

/**
 * As `answer`, with another media type. A header that the handler set with `setHeader` replaces the one that every
 * answer has. All headers go to `writeHead` at once, which costs half of setting each. It does nothing if the client has
 * an answer already, for example because the rest of its request did not arrive.
 */
export function answerWith(
  response: ServerResponse,
  status: number,
  type: string,
  content: string | Buffer,
  own: HeaderList = [],
): void {
  if (response.headersSent) return;
  const exchange = exchangeOf(response);
  const { headers, unread } = exchange.parts;
  const body = typeof content === 'string' ? bodyOf(content) : content;
  exchange.length = Buffer.byteLength(body);
  exchange.sent = [
    ...headers.besidesThoseOf(response),
    'X-Request-Id',
    exchange.id,
    'Content-Type',
    type,
    'Content-Length',
    String(exchange.length),
    ...own,
    ...ageOf(exchange),
    ...(exchange.act === 'trial' ? DRY_RUN : []),
  ];
  response.writeHead(status, exchange.sent as string[]);
  unread.send(response, body);
}

/** Answers 304: the client has the content already. It has the headers that the handler set, such as the ETag, and no body. */
export function answerNotModified(response: ServerResponse): void {
  if (response.headersSent) return;
  const exchange = exchangeOf(response);
  exchange.sent = [...exchange.parts.headers.besidesThoseOf(response), 'X-Request-Id', exchange.id, ...ageOf(exchange)];
  response.writeHead(304, exchange.sent as string[]);
  response.end();
}

/** Answers with a failure. Headers that the handler had set for a success are removed. */
export function answerFailure(response: ServerResponse, { status, body, headers }: Failure): void {
  if (response.headersSent) return;
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  exchangeOf(response).age = undefined;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  answer(response, status, body);
}

/** RFC 9111, section 5.1: for so long the answer has not been made sure of where it comes from. */
function ageOf({ age }: Exchange): HeaderList {
  const seconds = age?.();
  return seconds === undefined ? [] : ['Age', String(seconds)];
}

/** A header of an answer that was sent; `name` in lower case. */
export function sentHeader({ response, sent }: Exchange, name: string): OutgoingHttpHeader | undefined {
  const index = sent.findIndex((text, place) => place % 2 === 0 && text.toLowerCase() === name);
  return index === -1 ? response.getHeader(name) : sent[index + 1];
}
