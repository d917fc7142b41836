import { fault } from '@target-eye/domain';
import { ClusterLog } from './cluster-log.js';
import { MirrorLog } from './mirror-log.js';

let lines: unknown[];
const write =
  (level: string) =>
  (message: string, details?: object): void =>
    void lines.push([level, message, details]);
const log = { info: write('info'), warn: write('warn'), error: write('error') } as unknown as ConstructorParameters<
  typeof ClusterLog
>[0];

beforeEach(() => {
  lines = [];
});

test('a cluster that goes back in time, or is another one, is an error; a history that is too short is none', () => {
  const cluster = new ClusterLog(log);
  for (const reason of ['start', 'compacted', 'restored', 'other_cluster'] as const) cluster.resynchronized(reason);
  expect(lines).toEqual([
    ['info', expect.stringContaining('the history of the cluster does not go back'), { reason: 'compacted' }],
    ['error', expect.stringContaining('gone back in time'), { reason: 'restored' }],
    ['error', expect.stringContaining('another cluster answers'), { reason: 'other_cluster' }],
  ]);
});

test('how long the cluster was away is said when it is back, and nothing of that when only the node changes', () => {
  const cluster = new ClusterLog(log);
  cluster.lost('no node answers', true);
  cluster.watched('http://a', 12.4);
  cluster.watched('http://b', 0);
  expect(lines).toEqual([
    ['error', expect.stringMatching(/^the cluster is not heard; /), { reason: 'no node answers' }],
    ['info', 'the cluster is heard again', { node: 'http://a', silent_seconds: 12 }],
    ['info', 'changes are watched', { node: 'http://b' }],
  ]);
});

test('where nothing is known yet, nothing is said to be shown', () => {
  new ClusterLog(log).lost('the cluster does not accept the user and the password', false);
  expect(lines).toEqual([
    [
      'error',
      'the cluster is not heard; which groups there are is not known yet, so none is shown, the files stay, and no change can be stored',
      { reason: 'the cluster does not accept the user and the password' },
    ],
  ]);
});

test('each failure of the mirror is said once until it is over', () => {
  const mirror = new MirrorLog(log);
  mirror.caughtUp();
  const full = fault('', 'storage_full', 'the disk is full', { cause: new Error('ENOSPC') });
  for (const error of [full, new Error('odd'), full, new Error('odd')]) mirror.failed(error);
  mirror.caughtUp();
  mirror.failed(full);
  const failure = [
    'error',
    'the directory cannot be made what is stored',
    { reason: 'the disk is full', error: 'ENOSPC' },
  ];
  expect(lines).toEqual([
    failure,
    ['error', 'the directory cannot be made what is stored', { reason: 'Error: odd', error: undefined }],
    ['info', 'the directory is what is stored again', undefined],
    failure,
  ]);
});
