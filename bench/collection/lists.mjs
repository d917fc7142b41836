import { startProbe, startTargetEye } from '../processes.mjs';
import { report } from '../report.mjs';
import { inTurn, medianOf } from '../rounds.mjs';
import { startSame } from './beside.mjs';
import { MANY, pathOfMember } from './groups.mjs';
import { processorTimeOf, send, usual } from './send.mjs';

const QUERIES = [
  { what: 'a page of 1000', query: '', atMost: undefined },
  { what: 'a page of 1000, two filters', query: '?application=app-*7*&label=build=0', atMost: 50 },
  { what: 'a search for nothing', query: '?search=nowhere%20to%20be%20found', atMost: 100 },
];

/** What does a list cost, and whom does it keep waiting? */
export async function measureLists({ program, home, directoryWith, sizes, rounds }) {
  for (const size of sizes) {
    const server = await startTargetEye(program, directoryWith(size));
    const probe = startProbe('GET', `${server.url}${pathOfMember(0)}`);
    const { milliseconds: first } = await send(`${server.url}/api/v1/groups`);
    report({ work: `list of ${size} groups, the first one`, value: first, unit: 'ms' });
    for (const { what, query, atMost } of QUERIES) {
      const path = `/api/v1/groups${query}`;
      const { content } = await send(server.url + path);
      const same = await startSame(home, content);
      const timeOf = async (url) => (await send(url + path)).milliseconds;
      for (const url of [same.url, server.url]) await timeOf(url);
      const taken = await inTurn(rounds, {
        same: () => usual(timeOf, same.url),
        own: () => usual(timeOf, server.url),
        processor: () => usual(processorTimeOf, server, () => timeOf(server.url)),
        waited: async () => (await probe.during(() => timeOf(server.url))).at(-1),
      });
      const work = `list of ${size} groups, ${what}`;
      const value = medianOf(taken, ({ own }) => own);
      const ratio = medianOf(taken, (round) => round.own / round.same);
      const goal = size === MANY && atMost !== undefined && { atMost, isOfValue: true };
      report({ work, value, unit: 'ms', ...goal, ratio, to: 'bare node:http with the same bytes' });
      const processor = medianOf(taken, (round) => round.processor);
      report({ work: `${work}, processor time`, value: processor, unit: 'ms' });
      const longest = medianOf(taken, ({ waited }) => waited);
      report({ work: `${work}, the longest wait of others`, value: longest, unit: 'ms', ...(goal && { atMost: 100 }) });
      await same.stop();
    }
    for (const process of [probe, server]) await process.stop();
  }
}
