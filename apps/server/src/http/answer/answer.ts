import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import { type Exchange, exchangeOf } from '../request/exchange.js';
import type { Failure } from './failure.js';

/** Up to this length, in characters, Node sends a text together with the headers; bytes it sends beside them. */
const MAX_TEXT = 1000;

/** A text as it is sent: where it is long as bytes, which do not count against the heap and can be shared. */
export function bodyOf(text: string): string | Buffer {
  return text.length <= MAX_TEXT ? text : Buffer.from(text);
}

/** Answers with JSON, a text or its bytes; of a HEAD request Node sends the headers only. */
export function answer(response: ServerResponse, status: number, json: string | Buffer): void {
  answerWith(response, status, 'application/json', json);
}

/**
 * As `answer`, with another media type. What a handler set with `setHeader` stands in the place of what every answer
 * has. All headers are given at once, which costs half of setting each. Does nothing where the client has an answer
 * already: that the rest of its request did not come, or was no HTTP.
 */
export function answerWith(response: ServerResponse, status: number, type: string, content: string | Buffer): void {
  if (response.headersSent) return;
  const exchange = exchangeOf(response);
  const { headers, unread } = exchange.parts;
  const body = typeof content === 'string' ? bodyOf(content) : content;
  const length = String(Buffer.byteLength(body));
  exchange.sent = [
    ...headers.besidesThoseOf(response),
    'X-Request-Id',
    exchange.id,
    'Content-Type',
    type,
    'Content-Length',
    length,
  ];
  response.writeHead(status, exchange.sent as string[]);
  unread.send(response, body);
}

/** Answers with a failure, and with nothing that its handler had set for a success. */
export function answerFailure(response: ServerResponse, { status, body, headers }: Failure): void {
  if (response.headersSent) return;
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  answer(response, status, body);
}

/** A header of an answer that was sent; `name` in lower case. */
export function sentHeader({ response, sent }: Exchange, name: string): OutgoingHttpHeader | undefined {
  const index = sent.findIndex((text, place) => place % 2 === 0 && text.toLowerCase() === name);
  return index === -1 ? response.getHeader(name) : sent[index + 1];
}
