import http from 'node:http';
import type { Answer } from './answer.js';
import type { Content } from './raw-request.js';

/** One connection for all requests, one after the other: for servers that take no new ones. */
export interface KeptConnection {
  send(method: string, path: string, content?: Content): Promise<Answer>;
  close(): void;
}

export function keepConnection(url: string): KeptConnection {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: (method, path, { headers, body } = {}) =>
      new Promise((resolve, reject) => {
        const request = http.request(`${url}${path}`, { agent, method, headers }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => {
            const shown = response.headers as Readonly<Record<string, string>>;
            resolve({ status: response.statusCode ?? 0, headers: shown, text });
          });
        });
        request.on('error', reject);
        request.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}
