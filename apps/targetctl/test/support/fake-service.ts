import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service says to a request; nothing for a request that is never answered. */
export type Answering = (
  method: string,
  url: URL,
) =>
  { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown } | 'never';

export interface FakeService {
  readonly url: string;
  /** Method and URL of every request. */
  readonly requests: readonly string[];
}

/** A service for a test that says whatever the test wants, in JSON. */
export function useFakeService(): (answering: Answering) => Promise<FakeService> {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  return async (answering) => {
    const requests: string[] = [];
    const server = createServer(({ method = '', url = '' }, response) => {
      requests.push(`${method} ${url}`);
      const answer = answering(method, new URL(url, 'http://target-eye.test'));
      if (answer === 'never') return;
      const { status = 200, headers, body } = answer;
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, requests };
  };
}

/** A refusal of the service. */
export function refusal(status: number, code: string, message: string, errors: readonly object[] = []) {
  return { status, body: { message, code, errors } };
}
