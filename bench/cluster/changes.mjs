import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { GROUPS } from '../groups.mjs';
import { CONNECTIONS, get, put } from '../load.mjs';
import { startGateway, startTargetEye } from '../processes.mjs';
import { report } from '../report.mjs';
import { inTurn, medianOf } from '../rounds.mjs';
import { startEtcd } from './etcd.mjs';

/** Changes beside the same transactions without a service, and reads beside those from a directory. */
export async function measureChanges({ program, home, seconds, repeats }) {
  const etcd = await startEtcd(home, 1);
  const clustered = await startTargetEye(program, mkdtempSync(join(home, 'clustered-')), etcd.settings);
  const alone = await startTargetEye(program, mkdtempSync(join(home, 'alone-')));
  const bare = startGateway(etcd.urls[0], CONNECTIONS, GROUPS);
  await put(alone.url, GROUPS, seconds);
  const taken = await inTurn(repeats, {
    bare: () => bare.write(seconds),
    clustered: () => put(clustered.url, GROUPS, seconds),
    alone: () => put(alone.url, GROUPS, seconds),
  });
  report({ work: 'bare transactions, 64 at a time', value: medianOf(taken, (round) => round.bare), unit: '/s' });
  report({
    work: `PUT over ${GROUPS} groups, one node`,
    value: medianOf(taken, (round) => round.clustered),
    unit: '/s',
    ratio: medianOf(taken, (round) => round.clustered / round.bare),
    to: 'bare transactions',
    atLeast: 0.8,
  });
  report({
    work: 'the same',
    value: medianOf(taken, (round) => round.clustered),
    unit: '/s',
    ratio: medianOf(taken, (round) => round.clustered / round.alone),
    to: 'PUT into a directory',
  });
  const read = await inTurn(repeats, {
    clustered: () => get(clustered.url, GROUPS, seconds),
    alone: () => get(alone.url, GROUPS, seconds),
  });
  report({
    work: `GET of ${GROUPS} groups`,
    value: medianOf(read, (round) => round.clustered),
    unit: '/s',
    ratio: medianOf(read, (round) => round.clustered / round.alone),
    to: 'GET from a directory',
    atLeast: 0.95,
  });
  for (const each of [bare, clustered, alone, etcd]) await each.stop();
}
