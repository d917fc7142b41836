import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Answer } from './answer.js';
import { checkExchange } from './checked-exchanges.js';

/** Headers and body of a request. */
export interface Content {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends a request whose path goes out as it is written, one byte per character. */
export async function sendRequest(port: number, method: string, path: string, content: Content = {}): Promise<Answer> {
  return sendBytes(port, bytesOf(method, path, content));
}

/**
 * As `sendRequest`, but keeps the connection until the answer is there: who asks for the end of the connection may not
 * get to read why the rest of a large body is not wanted.
 */
export async function sendPatiently(
  port: number,
  method: string,
  path: string,
  content: Content = {},
): Promise<Answer> {
  const headers = { Connection: 'keep-alive', ...content.headers };
  return firstAnswerOn(connect(port, '127.0.0.1'), bytesOf(method, path, { ...content, headers }));
}

/** Sends bytes on a connection of any kind and reads one final answer, which says how long it is; then closes. */
export async function firstAnswerOn(socket: Socket, bytes: string | Buffer): Promise<Answer> {
  const chunks: Buffer[] = [];
  let [length, end] = [0, Infinity];
  let port: number | undefined;
  socket.write(bytes);
  const answer = await new Promise<Answer>((resolve, reject) => {
    socket.on('error', reject);
    socket.once('close', () => {
      reject(new Error('there was no answer'));
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      // Until then it is short: what comes in many chunks must not be joined at each of them.
      if (end === Infinity) end = endOfFinal(Buffer.concat(chunks));
      if (length < end) return;
      port = socket.remotePort;
      socket.destroy();
      resolve(parseAnswer(Buffer.concat(chunks).subarray(0, end).toString().replace(INTERIM, '')));
    });
  });
  checkExchange(port, bytes, answer);
  return answer;
}

/** An answer that asks for a body. */
const INTERIM = /^HTTP\/1\.1 100 [^]*?\r\n\r\n/;

/** Where the first final answer ends, `Infinity` while that is not known. */
function endOfFinal(bytes: Buffer): number {
  const text = bytes.toString('latin1');
  const interim = INTERIM.exec(text)?.[0].length ?? 0;
  const head = text.indexOf('\r\n\r\n', interim);
  if (head === -1) return Infinity;
  // A 304 has none.
  return head + 4 + Number(/^content-length: (\d+)/im.exec(text.slice(interim, head))?.[1] ?? 0);
}

/** A request as it goes out, with what it must have where `content` does not say it. */
export function bytesOf(method: string, path: string, content: Content): Buffer {
  const { headers = {}, body } = content;
  const isFramed = body === undefined || 'Transfer-Encoding' in headers || 'Content-Length' in headers;
  const lines = Object.entries({
    Host: '127.0.0.1',
    Connection: 'close',
    ...(!isFramed && { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body ?? '')]);
}

/** Sends bytes that need not be HTTP and reads the answer until the server closes the connection. */
export async function sendBytes(port: number, bytes: string | Buffer): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(bytes);
  await once(socket, 'close');
  const answer = parseAnswer(Buffer.concat(chunks).toString());
  checkExchange(port, bytes, answer);
  return answer;
}

export function parseAnswer(message: string): Answer {
  const end = message.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = message.slice(0, end).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(headers),
    text: message.slice(end + 4),
  };
}
