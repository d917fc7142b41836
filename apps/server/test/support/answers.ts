import { connect } from 'node:net';
import type { Answer } from './answer.js';
import { sendRequest } from './raw-request.js';

/** What came back on a connection. */
export interface Answers {
  readonly answers: readonly Answer[];
  /**
   * Who ended the connection. When the client did, because nothing more came, a change may still be made that nobody
   * is told of; open is a connection that was not closed although the client closed it.
   */
  readonly end: 'by server' | 'by client' | 'open';
}

/** What makes a server end the connection, unless it takes this for a part of what came before. */
const LAST = 'GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

/** How long nothing must come, in milliseconds, before the client asks whether anything will. */
const PATIENCE = 100;

/** How long a connection that the client closed may be open, in milliseconds. */
const HANGS = 200_000;

/**
 * Sends bytes and reads all answers to them.
 * @throws Error when what comes back is not a sequence of HTTP answers
 */
export async function exchange(port: number, bytes: Buffer): Promise<Answers> {
  const socket = connect({ port, host: '127.0.0.1' });
  const chunks: Buffer[] = [];
  let end: Answers['end'] = 'by server';
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {
    end = 'by client';
  });
  socket.once('timeout', () => {
    // On a busy machine silence says little; after an answer to what was sent later it says that nothing will come.
    void sendRequest(port, 'GET', '/-/healthy').finally(() => {
      if (socket.destroyed) return;
      end = 'by client';
      socket.end();
      socket.setTimeout(HANGS, () => {
        end = 'open';
        socket.destroy();
      });
    });
  });
  socket.setTimeout(PATIENCE);
  socket.write(Buffer.concat([bytes, Buffer.from(LAST)]));
  await new Promise((resolve) => socket.once('close', resolve));
  return { answers: split(Buffer.concat(chunks).toString('latin1')), end };
}

const HEAD = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/;

function split(text: string): readonly Answer[] {
  const answers: Answer[] = [];
  for (let rest = text; rest !== '';) {
    const [head = '', status = '', lines = ''] = HEAD.exec(rest) ?? [];
    if (head === '') throw new Error(`this is no HTTP answer: ${JSON.stringify(rest.slice(0, 200))}`);
    rest = rest.slice(head.length);
    if (status === '100') continue;
    const headers = Object.fromEntries(
      lines
        .split('\r\n')
        .slice(0, -1)
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
    );
    // An answer to HEAD announces a body that it does not have; no body begins as an answer does.
    const length = rest === '' || HEAD.test(rest) ? 0 : Number(headers['content-length']);
    const body = Buffer.from(rest.slice(0, length), 'latin1').toString();
    answers.push({ status: Number(status), headers, text: body });
    rest = rest.slice(length);
  }
  return answers;
}
