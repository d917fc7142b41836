import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What stands between a client and a node, and loses what it is told to. */
export interface LossyProxy {
  readonly url: string;
  /**
   * Closes the connection over which the next bytes come from the client, in place of handing them on, or the next from
   * the node; before that, it waits for `meanwhile`.
   */
  readonly lose: (what: 'request' | 'answer', meanwhile?: () => Promise<unknown>) => void;
  /** How many connections there were, and how many there are. */
  readonly connections: () => { readonly made: number; readonly open: number };
  /** Closes all connections, and each new one, until it is mended. */
  readonly cut: () => void;
  readonly mend: () => void;
  readonly stop: () => void;
}

/** @param url of the node */
export async function startLossyProxy(url: string): Promise<LossyProxy> {
  const sockets = new Set<Socket>();
  let made = 0;
  let loss: { readonly what: 'request' | 'answer'; readonly meanwhile: () => Promise<unknown> } | undefined;
  let isCut = false;
  const server = createServer((client) => {
    made += 1;
    if (isCut) {
      client.destroy();
      return;
    }
    const node = connect(Number(new URL(url).port), '127.0.0.1');
    const pair = [client, node];
    const end = (): void => {
      for (const socket of pair) socket.destroy();
    };
    const handOn = (from: Socket, to: Socket, what: 'request' | 'answer'): void => {
      from.on('data', (chunk) => {
        if (loss?.what !== what) {
          to.write(chunk);
          return;
        }
        const { meanwhile } = loss;
        loss = undefined;
        from.pause();
        void meanwhile().finally(end);
      });
    };
    handOn(client, node, 'request');
    handOn(node, client, 'answer');
    for (const socket of pair) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${new URL(url).protocol}//127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    lose: (what, meanwhile = () => Promise.resolve()) => {
      loss = { what, meanwhile };
    },
    connections: () => ({ made, open: sockets.size / 2 }),
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
