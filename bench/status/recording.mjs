import { once } from 'node:events';
import { createServer, get } from 'node:http';

/**
 * A server that answers like a Prometheus for the price of sending bytes: what it is asked for the first time it asks that
 * Prometheus for, and keeps the answer as it came.
 */
export async function startRecording(prometheus) {
  const kept = new Map();
  const asked = new Map();
  const server = createServer(async ({ url, headers }, response) => {
    asked.set(url, (asked.get(url) ?? 0) + 1);
    if (!kept.has(url)) kept.set(url, await answerOf(prometheus.url + url, headers['accept-encoding']));
    const { status, content, type, encoding } = kept.get(url);
    response.writeHead(status, { 'Content-Type': type, ...(encoding && { 'Content-Encoding': encoding }) });
    response.end(content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** How often the question that came most often came since the last call: the number of polls. */
    polls: () => {
      const most = Math.max(0, ...asked.values());
      asked.clear();
      return most;
    },
    /** How many bytes the answers have together, as they are sent. */
    size: () => [...kept.values()].reduce((sum, { content }) => sum + content.length, 0),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answerOf(url, acceptEncoding = 'identity') {
  const [response] = await once(get(url, { headers: { 'Accept-Encoding': acceptEncoding } }), 'response');
  const chunks = await response.toArray();
  return {
    status: response.statusCode,
    type: response.headers['content-type'],
    encoding: response.headers['content-encoding'],
    content: Buffer.concat(chunks),
  };
}
