import type { OutgoingHttpHeader, ServerResponse } from 'node:http';
import type { UnreadAnswers } from './unread-answers.js';

/** Names and values of headers in turn. */
export type HeaderList = readonly string[];

/** Where a response keeps the headers that it has whatever it says, and then all that were sent at once. */
const HEADERS = Symbol('headers');
/** Where a response keeps who sends it. */
const SENDER = Symbol('sender');
type Prepared = ServerResponse & { [HEADERS]?: HeaderList; [SENDER]?: UnreadAnswers };

/** Up to this length, in characters, Node sends a text together with the headers; bytes it sends beside them. */
const SHORT = 1000;

/** Gives an answer headers that it has whatever it says, and who sends it. To be called before `answer`. */
export function prepareAnswer(response: ServerResponse, headers: HeaderList, sender: UnreadAnswers): void {
  (response as Prepared)[HEADERS] = headers;
  (response as Prepared)[SENDER] = sender;
}

/** A text as it is sent: where it is long as bytes, which do not count against the heap and can be shared. */
export function bodyOf(text: string): string | Buffer {
  return text.length <= SHORT ? text : Buffer.from(text);
}

/** Answers with JSON, a text or its bytes; of a HEAD request Node sends the headers only. */
export function answer(response: ServerResponse, status: number, json: string | Buffer): void {
  answerWith(response, status, 'application/json', json);
}

/**
 * As `answer`, with another media type. All headers are given at once, which costs half of setting each. Does nothing
 * where the client has an answer already: that the rest of its request did not come, or was no HTTP.
 */
export function answerWith(response: Prepared, status: number, type: string, content: string | Buffer): void {
  if (response.headersSent) return;
  const body = typeof content === 'string' ? bodyOf(content) : content;
  const length = String(Buffer.byteLength(body));
  const headers = [...(response[HEADERS] ?? []), 'Content-Type', type, 'Content-Length', length];
  response[HEADERS] = headers;
  response.writeHead(status, headers);
  const { [SENDER]: sender } = response;
  if (sender === undefined) response.end(body);
  else sender.send(response, body);
}

/** A header of an answer that was sent; `name` in lower case. */
export function sentHeader(response: Prepared, name: string): OutgoingHttpHeader | undefined {
  const headers = response[HEADERS] ?? [];
  const index = headers.findIndex((text, place) => place % 2 === 0 && text.toLowerCase() === name);
  return response.getHeader(name) ?? (index === -1 ? undefined : headers[index + 1]);
}
