import { startProbe, startTargetEye } from '../processes.mjs';
import { report } from '../report.mjs';
import { inTurn, medianOf } from '../rounds.mjs';
import { startSame } from './beside.mjs';
import { MANY, memberOf, pathOfMember } from './groups.mjs';
import { processorTimeOf, send, usual } from './send.mjs';

/** What does `/http_sd` cost, and whom does it keep waiting? */
export async function measureDiscovery({ program, home, directoryWith, sizes, rounds }) {
  for (const size of sizes) {
    const server = await startTargetEye(program, directoryWith(size));
    const without = await server.memory();
    const { milliseconds: first, content } = await send(`${server.url}/http_sd`);
    const same = await startSame(home, content);
    const probe = startProbe('GET', `${server.url}${pathOfMember(0)}`);
    let build = 0;
    const change = async () => {
      build += 1;
      const { targets, labels } = memberOf(build % size, build);
      await send(`${server.url}${pathOfMember(build % size)}`, 'PUT', JSON.stringify({ targets, labels }));
    };
    const timeOf = async (url) => (await send(`${url}/http_sd`)).milliseconds;
    const changed = async () => {
      await change();
      return timeOf(server.url);
    };
    await changed();
    const taken = await inTurn(rounds, {
      same: () => usual(timeOf, same.url),
      own: () => usual(timeOf, server.url),
      changed: () => usual(changed),
      processor: () => usual(processorTimeOf, server, changed),
      waited: async () => (await probe.during(changed)).at(-1),
    });
    tell(size, { first, taken, megabytes: content.length / 1e6, memory: (await server.memory()) / without });
    for (const process of [probe, same, server]) await process.stop();
  }
}

function tell(size, { first, taken, megabytes, memory }) {
  const isGoal = size === MANY;
  const work = `/http_sd of ${size} groups`;
  report({ work: `${work}, length`, value: megabytes, unit: 'MB' });
  report({ work: `${work}, the first one`, value: first, unit: 'ms' });
  for (const [what, name, atMost] of [
    ['unchanged', 'own', 200],
    ['after a change', 'changed', 1000],
  ]) {
    const value = medianOf(taken, (round) => round[name]);
    const ratio = medianOf(taken, (round) => round[name] / round.same);
    report({
      work: `${work}, ${what}`,
      value,
      unit: 'ms',
      ...(isGoal && { atMost, isOfValue: true }),
      ratio,
      to: SAME,
    });
  }
  const processor = medianOf(taken, (round) => round.processor);
  report({ work: `${work}, after a change, processor time`, value: processor, unit: 'ms' });
  const longest = medianOf(taken, ({ waited }) => waited);
  report({ work: `${work}, the longest wait of others`, value: longest, unit: 'ms', ...(isGoal && { atMost: 100 }) });
  report({ work: `${work}, memory`, value: memory, unit: 'times', ...(isGoal && { atMost: 2.5 }) });
}

/** What the times are compared with. */
const SAME = 'bare node:http with the same bytes';
