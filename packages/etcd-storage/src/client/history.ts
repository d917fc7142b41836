import { CALL, type Cluster } from './cluster.js';
import type { Endpoint } from './endpoints.js';
import type { KeyEvent } from './etcd.js';
import { encoded } from './gateway.js';
import { NodeFailure } from './node-failure.js';
import { Watch } from './watch.js';

/**
 * All changes of a key from one revision on until the one at another, at which there must have been one.
 * @throws NodeFailure also where the cluster has forgotten them
 */
export function historyOf(
  cluster: Cluster,
  endpoint: Endpoint,
  key: string,
  { from, until, end }: { readonly from: number; readonly until: number; readonly end: AbortSignal },
): Promise<readonly KeyEvent[]> {
  return new Promise((resolve, reject) => {
    const history: KeyEvent[] = [];
    const settle = (): void => {
      cancel();
      end.removeEventListener('abort', silent);
      watch.end();
    };
    const silent = (): void => {
      settle();
      reject(new NodeFailure('did not show the history of a key in time'));
    };
    const watch = new Watch(cluster, endpoint, { key: encoded(key) }, from, {
      started: () => undefined,
      changed: (events) => {
        history.push(...events.filter(({ revision }) => revision <= until));
        if (events.every(({ revision }) => revision < until)) return;
        settle();
        resolve(history);
      },
      ended: (failure) => {
        settle();
        reject(failure);
      },
    });
    const cancel = cluster.options.clock.after(CALL, silent);
    end.addEventListener('abort', silent);
  });
}
