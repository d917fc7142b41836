import { directories, MANY, memberOf } from '../collection/groups.mjs';
import { startTargetEye } from '../processes.mjs';
import { report } from '../report.mjs';
import { ask, keyValue, startEtcd } from './etcd.mjs';

/** As many operations as a transaction may have. */
const AT_ONCE = 128;

/** Starts with so many groups that the directory already has. */
export async function measureMany({ program, home, repeats }) {
  const etcd = await startEtcd(home, 1);
  for (let group = 0; group < MANY; group += AT_ONCE) {
    const count = Math.min(AT_ONCE, MANY - group);
    const success = Array.from({ length: count }, (_, index) => ({
      request_put: keyValue(memberOf(group + index, 0)),
    }));
    await ask(etcd.urls[0], '/v3/kv/txn', { success });
  }
  const directory = directories(home)(MANY);
  const started = [];
  for (let round = 0; round < repeats; round += 1) {
    const server = await startTargetEye(program, directory, etcd.settings);
    const most = server.peakMemory();
    const processor = server.processorTime() / 1e9;
    started.push({ seconds: server.seconds, processor, most, atRest: await server.memory() });
    await server.stop();
  }
  const worst = (figureOf) => Math.max(...started.map(figureOf));
  report({
    work: `start with ${MANY} groups until ready`,
    value: worst(({ seconds }) => seconds),
    unit: 's',
    atMost: 15,
  });
  report({ work: 'the same, processor time', value: worst(({ processor }) => processor), unit: 's' });
  report({ work: 'the same, memory at most', value: worst(({ most }) => most), unit: 'MiB', atMost: 500 });
  report({ work: 'the same, memory afterwards', value: worst(({ atRest }) => atRest), unit: 'MiB', atMost: 500 });
  await etcd.stop();
}
