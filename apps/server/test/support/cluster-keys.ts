import type { TargetGroup } from '@target-eye/domain';
import type { EtcdNodes } from '../../../../packages/etcd-storage/test/support/etcd-nodes.js';

const PREFIX = '/target-eye/';

type Cluster = Pick<EtcdNodes, 'urls'>;

/** What a service is told to keep its groups in this cluster. */
export function settingsFor({ urls }: Cluster): Readonly<Record<string, string>> {
  return { ETCD_ENDPOINTS: urls.join(), ETCD_PREFIX: PREFIX };
}

/** Writes a value over a group, whatever it is. */
export async function putInto(cluster: Cluster, group: string, value: string): Promise<void> {
  await call(cluster, '/v3/kv/put', { key: encoded(keyOf(group)), value: encoded(value) });
}

/** The groups that the majority has, by their application and environment as they are in a URL. */
export async function groupsOf(cluster: Cluster): Promise<ReadonlyMap<string, TargetGroup>> {
  const range = { key: encoded(keyOf('')), range_end: encoded(`${keyOf('').slice(0, -1)}0`) };
  const { kvs = [] } = (await call(cluster, '/v3/kv/range', range)) as { readonly kvs?: readonly Written[] };
  return new Map(
    kvs.map(({ key, value }) => [decoded(key).slice(keyOf('').length), JSON.parse(decoded(value)) as TargetGroup]),
  );
}

/** Forgets the history of all keys. */
export async function compact(cluster: Cluster): Promise<void> {
  const { header } = (await call(cluster, '/v3/kv/range', { key: encoded('/') })) as {
    readonly header: { readonly revision: string };
  };
  await call(cluster, '/v3/kv/compaction', { revision: header.revision });
}

interface Written {
  readonly key: string;
  readonly value: string;
}

/** Asks one node after another until one answers. */
async function call({ urls }: Cluster, path: string, body: object): Promise<unknown> {
  const errors: unknown[] = [];
  for (const url of urls)
    try {
      const response = await fetch(url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(2000),
      });
      if (response.ok) return await response.json();
      errors.push(await response.text());
    } catch (error) {
      errors.push(error);
    }
  throw new AggregateError(errors, `no node answers ${path}`);
}

function keyOf(group: string): string {
  return `${PREFIX}groups/${group}`;
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString();
}
