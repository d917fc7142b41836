import { setTimeout as sleep } from 'node:timers/promises';
import { startProbe, startTargetEye } from '../processes.mjs';
import { report } from '../report.mjs';
import { inTurn, medianOf } from '../rounds.mjs';
import { startSame } from './beside.mjs';
import { FLEET, memberOf } from './groups.mjs';
import { send } from './send.mjs';

/** So many of the groups change each time. */
const CHANGED = 100;

/** How long single changes are measured alone, for each round. */
const ALONE_MS = 2000;

/** Longer bodies than the service takes by itself. */
const SETTINGS = { MAX_BODY_SIZE: String(64 * 1024 * 1024) };

/** What does it cost to send all groups when few have changed, and how much longer do single changes take meanwhile? */
export async function measureBulk({ program, home, directoryWith, sizes, rounds }) {
  for (const size of sizes) {
    const server = await startTargetEye(program, directoryWith(size), SETTINGS);
    const probe = startProbe('PUT', `${server.url}/other/prod`);
    let build = 0;
    const nextBody = () => {
      build += 1;
      const spacing = size / CHANGED;
      const groups = Array.from({ length: size }, (_, group) =>
        memberOf(group, group % spacing === 0 ? Date.now() + build : 0),
      );
      return JSON.stringify({ groups });
    };
    const replace = async (url, body) => {
      const { milliseconds, content } = await send(`${url}/api/v1/groups`, 'PUT', body);
      return { milliseconds, content };
    };
    // What others left there is gone after the first one.
    await replace(server.url, nextBody());
    const { content } = await replace(server.url, nextBody());
    const { changed, failed } = JSON.parse(content);
    if (changed !== CHANGED || failed > 0) throw new Error(`${changed} groups were changed, and ${failed} failed`);
    const same = await startSame(home, content, CHANGED);
    const timeOf = async (url) => (await replace(url, nextBody())).milliseconds;
    await timeOf(same.url);
    const taken = await inTurn(rounds, {
      same: () => timeOf(same.url),
      own: () => timeOf(server.url),
      alone: () => probe.during(() => sleep(ALONE_MS)),
      meanwhile: () => {
        const body = nextBody();
        return probe.during(() => replace(server.url, body));
      },
    });
    tell(size, taken);
    for (const process of [probe, same, server]) await process.stop();
  }
}

function tell(size, taken) {
  const work = `PUT of ${size} groups at once, ${CHANGED} of them changed`;
  const isGoal = size === FLEET;
  report({
    work,
    value: medianOf(taken, ({ own }) => own),
    unit: 'ms',
    ...(isGoal && { atMost: 5000, isOfValue: true }),
    ratio: medianOf(taken, (round) => round.own / round.same),
    to: 'bare node:http that writes as many files',
  });
  const alone = percentile99(taken.flatMap((round) => round.alone));
  const meanwhile = percentile99(taken.flatMap((round) => round.meanwhile));
  report({
    work: `a PUT of one group meanwhile, 99 of 100`,
    value: meanwhile,
    unit: 'ms',
    ...(isGoal && { atMost: 5 }),
    ratio: meanwhile / alone,
    to: 'one alone',
  });
}

function percentile99(samples) {
  const sorted = samples.sort((one, other) => one - other);
  return sorted[Math.ceil(0.99 * sorted.length) - 1];
}
