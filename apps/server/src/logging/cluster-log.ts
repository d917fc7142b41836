import type { Logger } from './logger.js';

type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** Why all groups were read anew although they were known: what an operator has to know of it. */
const RESYNCS = {
  compacted: 'all groups were read again, because the history of the cluster does not go back to what was known',
  restored:
    'the cluster has gone back in time: a backup was restored, or it was set up anew; all groups were read again',
  other_cluster:
    'another cluster answers than before; all groups were read again, and what only the other one had is gone',
  untold:
    'watches do not tell what the nodes know, so all groups were read again; something on the way may hold it back',
} as const;

/** Writes into the log how the cluster that keeps the groups is; while it is away, one line at the beginning and one at the end. */
export class ClusterLog {
  constructor(private readonly log: Log) {}

  nodeLeft(node: string, reason: string): void {
    this.log.warn('a node of the cluster is not asked any more, as long as another one answers', { node, reason });
  }

  watched(node: string, silence: number): void {
    if (silence === 0) this.log.info('changes are watched', { node });
    else this.log.info('the cluster is heard again', { node, silent_seconds: Math.round(silence) });
  }

  lost(reason: string, isKnown: boolean): void {
    const shown = isKnown
      ? 'what is known is shown'
      : 'which groups there are is not known yet, so none is shown, the files stay';
    this.log.error(`the cluster is not heard; ${shown}, and no change can be stored`, { reason });
  }

  resynchronized(reason: 'start' | keyof typeof RESYNCS): void {
    if (reason === 'start') return;
    const level = reason === 'compacted' ? 'info' : 'error';
    this.log[level](RESYNCS[reason], { reason });
  }
}
