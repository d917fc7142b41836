import autocannon from 'autocannon';

/** How many connections send requests at a time, each the next when the last is answered. */
export const CONNECTIONS = 64;

/** GET of each of the groups in turn. @returns answers in a second */
export async function get(url, groups, seconds) {
  return rateOf(
    await load(url, 'GET', { duration: seconds }, (connection) =>
      own(groups, connection).map((group) => ({ method: 'GET', path: pathOf(group) })),
    ),
  );
}

/** PUT of each of the groups in turn, of which every one changes its group. @returns answers in a second */
export async function put(url, groups, seconds) {
  puts += 2;
  const builds = [puts, puts + 1];
  return rateOf(
    await load(url, 'PUT', { duration: seconds }, (connection) =>
      builds.flatMap((build) =>
        own(groups, connection).map((group) => changeOf('PUT', pathOf(group), groupOf(group, build))),
      ),
    ),
  );
}

/** How often `put` was called, so that no call finds what another one left. */
let puts = 0;

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

/** The URL of a group of the benchmark. */
export function pathOf(group) {
  return `/${applicationOf(group)}/prod`;
}

/** The group as it is stored. */
export function groupOf(group, build) {
  const targets = [1, 2, 3].map((host) => addressOf(10 * group + host));
  return { targets, labels: { job: applicationOf(group), env: 'prod', build: String(build) } };
}

function applicationOf(group) {
  return `app-${String(group).padStart(6, '0')}`;
}

function addressOf(host) {
  return `10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}:9100`;
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
