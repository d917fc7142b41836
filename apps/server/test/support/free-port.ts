import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what Linux gives to those who do not choose (ip(7), ip_local_port_range); a hundred for each process. */
const FIRST = 10_000 + (process.pid % 220) * 100;
let asked = 0;

/**
 * A TCP port of the loopback interface that nobody listens on, and that nobody gets in the meantime who is content with
 * any port.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + (asked++ % 100);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => {
        resolve(false);
      });
      server.listen(port, '127.0.0.1', () => {
        resolve(true);
      });
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
