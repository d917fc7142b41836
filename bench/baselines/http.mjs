// The most that Node's own HTTP server can do: a constant answer, whatever is asked for.
import { createServer } from 'node:http';
import { ANSWER, tellPort } from './answer.mjs';

const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(ANSWER) });
  response.end(ANSWER);
});
server.listen(0, '127.0.0.1', () => tellPort(server));
