import type { ServerResponse } from 'node:http';

/** Answers with JSON; of a HEAD request Node sends the headers only. */
export function answer(response: ServerResponse, status: number, json: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', Buffer.byteLength(json));
  response.end(json);
}
