// The least that an answer costs: takes a request to its end and sends the bytes of a file, whatever is asked for. To a
// PUT it answers when it has durably written so many small files, all at a time: node same.mjs <file> [<directory> <files>]
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { ANSWER, tellPort } from './answer.mjs';
import { durableWriter } from './durable.mjs';

const [path, directory, files] = process.argv.slice(2);
const content = readFileSync(path);
const write = directory === undefined ? undefined : durableWriter(directory);

const server = createServer(async (request, response) => {
  await once(request.resume(), 'end');
  if (request.method === 'PUT')
    await Promise.all(Array.from({ length: Number(files) }, (_, file) => write(`${file}.json`, ANSWER)));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': content.length });
  response.end(content);
});
server.listen(0, '127.0.0.1', () => tellPort(server));
