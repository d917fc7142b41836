import type { OutgoingHttpHeader, ServerResponse } from 'node:http';

/** Names and values of headers in turn. */
export type HeaderList = readonly string[];

/** Where a response keeps the headers that it has whatever it says, and then all that were sent at once. */
const HEADERS = Symbol('headers');
type Prepared = ServerResponse & { [HEADERS]?: HeaderList };

/** Gives an answer headers that it has whatever it says. To be called before `answer`. */
export function prepareAnswer(response: ServerResponse, headers: HeaderList): void {
  (response as Prepared)[HEADERS] = headers;
}

/** Answers with JSON, a text or its bytes; of a HEAD request Node sends the headers only. */
export function answer(response: ServerResponse, status: number, json: string | Buffer): void {
  answerWith(response, status, 'application/json', json);
}

/** As `answer`, with another media type. All headers are given at once, which costs half of setting each. */
export function answerWith(response: Prepared, status: number, type: string, body: string | Buffer): void {
  const length = String(Buffer.byteLength(body));
  const headers = [...(response[HEADERS] ?? []), 'Content-Type', type, 'Content-Length', length];
  response[HEADERS] = headers;
  response.writeHead(status, headers);
  response.end(body);
}

/** A header of an answer that was sent; `name` in lower case. */
export function sentHeader(response: Prepared, name: string): OutgoingHttpHeader | undefined {
  const headers = response[HEADERS] ?? [];
  const index = headers.findIndex((text, place) => place % 2 === 0 && text.toLowerCase() === name);
  return response.getHeader(name) ?? (index === -1 ? undefined : headers[index + 1]);
}
