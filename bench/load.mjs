import autocannon from 'autocannon';
import { addressOf, groupOf, pathOf } from './groups.mjs';
import { hasWrk, wrk } from './wrk.mjs';

/** How many connections send requests at a time, each the next when the last is answered. */
export const CONNECTIONS = 64;

/** What sends GET and PUT; POST is always sent by autocannon, which can end after so many. */
export const TOOL = hasWrk ? 'wrk' : 'autocannon';

/** GET of each of the groups in turn. @returns answers in a second */
export async function get(url, groups, seconds) {
  if (hasWrk) return wrk(url, 'GET', { groups, seconds, connections: CONNECTIONS, build: 0 });
  return rateOf(
    await load(url, 'GET', { duration: seconds }, (connection) =>
      own(groups, connection).map((group) => ({ method: 'GET', path: pathOf(group) })),
    ),
  );
}

/** PUT of each of the groups in turn, of which every one changes its group. @returns answers in a second */
export async function put(url, groups, seconds) {
  const build = builds;
  builds += BUILDS;
  if (hasWrk) return wrk(url, 'PUT', { groups, seconds, connections: CONNECTIONS, build });
  return rateOf(
    await load(url, 'PUT', { duration: seconds }, (connection) =>
      [build, build + 1].flatMap((next) =>
        own(groups, connection).map((group) => changeOf('PUT', pathOf(group), groupOf(group, next))),
      ),
    ),
  );
}

/** More than one measurement has, so that none finds what another one left. */
const BUILDS = 100_000;
let builds = BUILDS;

/**
 * POST of one new target each to one group, until it has `count`.
 * @returns answers in a second on the whole, and in each of `parts` equal parts of it
 */
export async function post(url, count, parts) {
  const answered = await load(url, 'POST', { amount: count }, (connection) =>
    own(count, connection).map((target) => changeOf('POST', '/large/prod', { targets: [addressOf(target)] })),
  );
  const length = count / parts;
  return {
    rate: rateOf(answered),
    parts: Array.from({ length: parts }, (_, part) => rateOf(answered.slice(part * length, (part + 1) * length))),
  };
}

function changeOf(method, path, body) {
  return { method, path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** Those of `count` numbers that a connection asks for; no two connections have one in common. */
function own(count, connection) {
  return Array.from(
    { length: Math.ceil((count - connection) / CONNECTIONS) },
    (_, turn) => connection + turn * CONNECTIONS,
  );
}

/**
 * A figure counts only when every request got the answer that it should, and from the first answer to the last: the
 * requests are prepared before.
 */
async function load(base, title, limits, requestsOf) {
  const { origin: url, pathname } = new URL(base);
  const prefix = pathname === '/' ? '' : pathname;
  let connection = 0;
  const answered = [];
  const run = autocannon({
    url,
    connections: CONNECTIONS,
    ...limits,
    setupClient: (client) => {
      client.setRequests(requestsOf(connection).map((request) => ({ ...request, path: prefix + request.path })));
      connection += 1;
    },
  });
  run.on('response', () => answered.push(performance.now()));
  const { errors, timeouts, non2xx } = await run;
  if (errors + timeouts + non2xx > 0)
    throw new Error(`${title} ${url}: ${errors} errors, ${timeouts} timeouts, ${non2xx} answers that are not 2xx`);
  return answered;
}

function rateOf(answered) {
  return ((answered.length - 1) / (answered.at(-1) - answered[0])) * 1000;
}
