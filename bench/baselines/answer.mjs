/** What a group of the benchmark looks like. */
export const ANSWER =
  '[{"targets":["10.0.0.1:9100","10.0.0.2:9100","10.0.0.3:9100"],"labels":{"job":"app-0001","env":"prod","build":"1"}}]\n';

/** Tells the benchmark that the server listens. */
export function tellPort(server) {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
}
