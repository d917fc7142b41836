// What one node of etcd can do over its JSON gateway: the transactions of changes and nothing else, as many at a time as
// the benchmark has connections.
// node gateway.mjs <url> <concurrency> <groups> changes groups for as many seconds as each line of its input says.
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { keyValue } from '../cluster/etcd.mjs';
import { groupOf } from '../groups.mjs';

const url = process.argv[2];
const [concurrency, groups] = process.argv.slice(3).map(Number);
const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
const revisions = new Map();
let build = 0;

function post(path, text) {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Length': Buffer.byteLength(text) };
    const sent = request(url + path, { method: 'POST', agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk) => (answer += chunk));
      response.on('end', () => resolve(JSON.parse(answer)));
      response.on('error', reject);
    });
    sent.on('error', reject).end(text);
  });
}

async function change(group) {
  const { targets, labels } = groupOf(group, (build += 1));
  const { key, value } = keyValue({ application: labels.job, environment: 'prod', targets, labels }, '/bare/');
  const revision = revisions.get(group) ?? 0;
  const body = {
    compare: [{ key, target: 'MOD', result: 'EQUAL', mod_revision: String(revision) }],
    success: [{ request_put: { key, value } }],
    failure: [{ request_range: { key } }],
  };
  const { succeeded, header } = await post('/v3/kv/txn', JSON.stringify(body));
  if (succeeded !== true) throw new Error(`the group ${group} was changed by somebody else`);
  revisions.set(group, Number(header.revision));
}

/** @returns how many changes were made */
async function changeUntil(end, client) {
  let count = 0;
  for (
    let group = client;
    performance.now() < end;
    group = group + concurrency < groups ? group + concurrency : client
  ) {
    await change(group);
    count += 1;
  }
  return count;
}

for await (const seconds of createInterface({ input: process.stdin })) {
  const begin = performance.now();
  const end = begin + Number(seconds) * 1000;
  const counts = await Promise.all(Array.from({ length: concurrency }, (_, client) => changeUntil(end, client)));
  const total = counts.reduce((sum, count) => sum + count);
  process.stdout.write(`${(total / (performance.now() - begin)) * 1000}\n`);
}
