// What Express itself costs, as it comes: a route with a constant answer, one that parses JSON before, and one that also
// writes it durably, which is the least that a service like this one can do: node express.mjs <directory>
import { createRequire } from 'node:module';
import { ANSWER, tellPort } from './answer.mjs';
import { durableWriter } from './durable.mjs';

const express = createRequire(new URL('../../apps/server/package.json', import.meta.url))('express');

const write = durableWriter(process.argv[2]);
const app = express();
app
  .route('/:application/:environment')
  .get((_request, response) => response.type('json').send(ANSWER))
  .put(express.json(), (_request, response) => response.type('json').send(ANSWER));
app.put('/durable/:application/:environment', express.json(), async (request, response) => {
  await write(`${request.params.application}.json`, `${JSON.stringify([request.body])}\n`);
  response.type('json').send(ANSWER);
});
const server = app.listen(0, '127.0.0.1', () => tellPort(server));
