import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** How many clients change the same group. */
const SHARED_BY = 8;

/** Statuses that say that the change was certainly not made. */
const CERTAINLY_NOT = new Set([400, 404, 409, 412, 429]);

/**
 * A client that makes one change after another until it is stopped. Half of them add targets that nobody else adds, the
 * others count in a label, by `If-Match`.
 * @param accepted is called whenever a change is acknowledged
 */
export function startClient(url, application, index, accepted) {
  const path = `${url}/${application}/g${Math.floor(index / SHARED_BY)}`;
  const agent = new Agent({ keepAlive: true });
  const isCounting = Math.floor(index / SHARED_BY) % 2 === 1;
  const outcomes = { acknowledged: [], refused: [], unknown: [], repeated: [] };
  let isStopped = false;
  const run = async () => {
    for (let number = 0; !isStopped; number += 1) {
      const what = `${application}-c${index}-${number}:9100`;
      const outcome = isCounting ? await count(agent, path, what) : await add(agent, path, what);
      if (outcome === 'again') continue;
      outcomes[outcome].push(what);
      if (outcome === 'acknowledged') accepted();
      else await sleep(50);
    }
  };
  const done = run();
  return {
    stop: async () => {
      isStopped = true;
      await done;
      agent.destroy();
    },
    /** What became of the changes, by what the cluster has in the end. */
    compared: (groups) => {
      const { targets = [], labels = {} } = groups.get(`g${Math.floor(index / SHARED_BY)}`) ?? {};
      const made = isCounting ? (labels.log ?? '').split(' ') : targets;
      const times = new Map();
      for (const what of made) times.set(what, (times.get(what) ?? 0) + 1);
      return {
        acknowledged: outcomes.acknowledged.length,
        refused: outcomes.refused.length,
        unknown: outcomes.unknown.length,
        lost: outcomes.acknowledged.filter((what) => !times.has(what)).length,
        duplicated:
          outcomes.repeated.length +
          [...outcomes.acknowledged, ...outcomes.unknown].filter((what) => times.get(what) > 1).length +
          outcomes.refused.filter((what) => times.has(what)).length,
      };
    },
  };
}

async function add(agent, path, target) {
  const { status, text } = await send(agent, 'POST', path, { targets: [target] });
  if (status === 200) return 'acknowledged';
  // Nobody else adds it: it was added by the same request.
  if (status === 400) return 'repeated';
  return outcomeOf(status, text);
}

/** Appends to a label what nobody else appends; each acknowledged change must be there in the end, once. */
async function count(agent, path, what) {
  const shown = await send(agent, 'GET', path);
  if (shown.status !== 200) return 'again';
  const [group] = JSON.parse(shown.text);
  const log = group === undefined ? what : `${group.labels.log} ${what}`;
  const condition = group === undefined ? { 'If-None-Match': '*' } : { 'If-Match': shown.tag };
  const body = { targets: ['counted:1'], labels: { log } };
  const { status, text } = await send(agent, 'PUT', path, body, condition);
  if (status === 200) return 'acknowledged';
  return status === 412 ? 'again' : outcomeOf(status, text);
}

function outcomeOf(status, text) {
  if (CERTAINLY_NOT.has(status)) throw new Error(`${status} ${text}`);
  return status === 503 && /nothing was changed/.test(text) ? 'refused' : 'unknown';
}

function send(agent, method, url, body, headers = {}) {
  const text = body && JSON.stringify(body);
  const typed = body && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers: { ...headers, ...typed } }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk) => (answer += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text: answer, tag: response.headers.etag }));
      response.on('error', reject);
    });
    sent.on('error', reject).end(text);
  });
}
