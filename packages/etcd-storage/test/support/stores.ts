import type { Clock } from '@target-eye/domain';
import { type RecordedLog, recordingLog, until } from '@target-eye/domain/testing';
import type { Etcd } from '../../src/client/etcd.js';
import { EtcdClient } from '../../src/client/etcd-client.js';
import { EtcdTargetGroupStore } from '../../src/index.js';

/** The time as it is. */
const REAL_CLOCK: Clock = {
  now: () => Date.now() / 1000,
  after: (seconds, call) => {
    const timer = setTimeout(call, seconds * 1000);
    return () => {
      clearTimeout(timer);
    };
  },
};

interface Options {
  readonly prefix: string;
  readonly log?: RecordedLog;
  readonly clock?: Clock;
  /** What stands between the store and the client of the cluster. */
  readonly over?: (etcd: Etcd) => Etcd;
}

/** A store over these nodes, as one host has it. */
export function storeOver(urls: readonly [string, ...string[]], options: Options): EtcdTargetGroupStore {
  const { prefix, log = recordingLog(), clock = REAL_CLOCK, over = (etcd) => etcd } = options;
  return new EtcdTargetGroupStore({ etcd: over(new EtcdClient(urls)), prefix, checkKey: () => undefined, clock, log });
}

/** Resolves when a store knows its groups and nothing is in the way of changes. */
export async function untilReady(store: EtcdTargetGroupStore): Promise<void> {
  await until('the store is ready', () => store.problem() === undefined);
}

let prefixes = 0;

/** What the keys of one test begin with. */
export function newPrefix(): string {
  prefixes += 1;
  return `/test-${String(prefixes)}/`;
}
