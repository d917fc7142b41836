// Records what HTTP clients send that the tests do not run: node record.mjs <client> <version> <command...>
// The command gets the base URL as its last argument and sends each request to <base>/<how it was made>, encoded.
// recorded.json then has its bytes, with the path of a group in place of that one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';

const FILE = new URL('recorded.json', import.meta.url);
const ANSWER =
  'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\nConnection: close\r\n\r\n[]\n';
const [client, version, command, ...args] = process.argv.slice(2);

const calls = {};
const server = createServer((socket) => {
  let bytes = '';
  let quiet;
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    bytes += chunk.toString('latin1');
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      const [, method, call, query = ''] = /^(\w+) \/([^ ?]*)(\?\S*)? /.exec(bytes);
      const replaced = bytes.replace(/ \S+ /, ` /shop/prod${query} `).replace(/^(Host: ).*$/m, '$1target-eye');
      (calls[decodeURIComponent(call)] ??= {})[method] = replaced;
      socket.end(ANSWER);
    }, 300);
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const child = spawn(command, [...args, `http://127.0.0.1:${server.address().port}`], { stdio: 'inherit' });
const [status] = await once(child, 'exit');
if (status !== 0) throw new Error(`${command} ended with ${status}`);
server.close();

const recorded = JSON.parse(readFileSync(FILE, 'utf8'));
recorded[client] = { version, calls };
writeFileSync(FILE, `${JSON.stringify(recorded, null, 2)}\n`);
