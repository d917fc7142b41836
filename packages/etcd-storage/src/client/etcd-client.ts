import { request } from 'node:http';
import type { Census, Etcd, KeyValue, NodeState, Outcome, Page, WatchListener, Write } from './etcd.js';
import { EtcdError } from './etcd-error.js';

/** etcd's JSON gateway (https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/) over Node's own HTTP. */
export class EtcdClient implements Etcd {
  private readonly watches = new Set<() => void>();

  /** @param endpoints URLs of nodes of one cluster, such as `http://127.0.0.1:2379` */
  constructor(private readonly endpoints: readonly [string, ...string[]]) {}

  async write({ key, seenAt, value }: Write): Promise<Outcome> {
    const operation =
      value === undefined
        ? { request_delete_range: { key: encoded(key) } }
        : { request_put: { key: encoded(key), value: encoded(value) } };
    return this.transaction(key, seenAt, [operation]);
  }

  async compare(key: string, seenAt: number): Promise<Outcome> {
    return this.transaction(key, seenAt, []);
  }

  async page(prefix: string, limit: number, from = prefix, revision = 0): Promise<Page> {
    const {
      header,
      kvs = [],
      more,
    } = await this.call<RangeAnswer>('/v3/kv/range', {
      key: encoded(from),
      range_end: endOf(prefix),
      limit: String(limit),
      revision: String(revision),
    });
    const entries = kvs.map(keyValue);
    const next = more === true ? `${entries.at(-1)?.key ?? ''}\0` : undefined;
    return {
      entries,
      next,
      revision: revision === 0 ? Number(header.revision) : revision,
      clusterId: header.cluster_id,
    };
  }

  watch(prefix: string, from: number, listener: WatchListener): () => void {
    const sent = request(new URL('/v3/watch', this.endpoints[0]), {
      method: 'POST',
      headers: { 'Grpc-Metadata-hasleader': 'true' },
    });
    let isOver = false;
    const end = (): void => {
      isOver = true;
      this.watches.delete(end);
      sent.destroy();
    };
    const ended = (reason: string, isCompacted = false): void => {
      if (isOver) return;
      end();
      listener.ended({ reason, isCompacted });
    };
    const read = (line: string): void => {
      const { result, error } = JSON.parse(line) as WatchAnswer;
      if (result === undefined) ended(error?.message ?? 'the node ended the watch');
      else if (result.compact_revision !== undefined) ended('the history is compacted', true);
      else if (result.canceled === true) ended(result.cancel_reason ?? 'the node ended the watch');
      else if (result.created === true) listener.started(this.nodeState(result.header));
      else if (result.events === undefined) listener.reached(Number(result.header.revision));
      else
        listener.changed(
          result.events.map(({ type, kv }) => {
            const current = keyValue(kv);
            return {
              key: current.key,
              current: type === 'DELETE' ? undefined : current,
              revision: current.modRevision,
            };
          }),
        );
    };
    sent.on('error', (error) => {
      ended(error.message);
    });
    sent.on('response', (response) => {
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line !== '' && !isOver) read(line);
      });
      response.on('close', () => {
        ended('the connection ended');
      });
    });
    sent.end(
      JSON.stringify({
        create_request: {
          key: encoded(prefix),
          range_end: endOf(prefix),
          start_revision: String(from),
          progress_notify: true,
        },
      }),
    );
    this.watches.add(end);
    return end;
  }

  async state(prefix: string): Promise<NodeState> {
    const { header } = await this.call<RangeAnswer>('/v3/kv/range', {
      key: encoded(prefix),
      range_end: endOf(prefix),
      limit: '1',
      keys_only: true,
    });
    return this.nodeState(header);
  }

  async census(prefix: string, since: number): Promise<Census> {
    const { header, kvs, count } = await this.call<RangeAnswer>('/v3/kv/range', {
      key: encoded(prefix),
      range_end: endOf(prefix),
      min_mod_revision: String(since + 1),
      keys_only: true,
    });
    return { count: Number(count ?? 0), isAnyWritten: kvs !== undefined, revision: Number(header.revision) };
  }

  close(): void {
    for (const end of this.watches) end();
  }

  private nodeState({ cluster_id, revision, raft_term }: Header): NodeState {
    return {
      endpoint: this.endpoints[0],
      clusterId: cluster_id,
      revision: Number(revision),
      raftTerm: Number(raft_term),
    };
  }

  private async transaction(key: string, seenAt: number, success: readonly object[]): Promise<Outcome> {
    const { header, succeeded, responses } = await this.call<TransactionAnswer>('/v3/kv/txn', {
      compare: [{ key: encoded(key), target: 'MOD', result: 'EQUAL', mod_revision: String(seenAt) }],
      success,
      failure: [{ request_range: { key: encoded(key) } }],
    });
    const revision = Number(header.revision);
    if (succeeded === true) return { isMade: true, revision };
    const [found] = responses?.[0]?.response_range.kvs ?? [];
    return { isMade: false, revision, current: found && keyValue(found) };
  }

  private async call<Answer>(path: string, body: object): Promise<Answer> {
    const { statusCode, text } = await new Promise<{ statusCode: number | undefined; text: string }>(
      (resolve, reject) => {
        const sent = request(new URL(path, this.endpoints[0]), { method: 'POST' }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () => {
            resolve({ statusCode: response.statusCode, text });
          });
          response.on('error', reject);
        });
        sent.on('error', reject);
        sent.end(JSON.stringify(body));
      },
    ).catch((error: unknown) => {
      throw new EtcdError('unreachable', 'no node answers', true, { cause: error });
    });
    if (statusCode !== 200) throw new EtcdError('unreachable', text);
    return JSON.parse(text) as Answer;
  }
}

interface Header {
  readonly cluster_id: string;
  readonly revision: string;
  readonly raft_term: string;
}

interface WrittenKeyValue {
  readonly key: string;
  readonly value?: string;
  readonly create_revision?: string;
  readonly mod_revision: string;
}

interface RangeAnswer {
  readonly header: Header;
  readonly kvs?: readonly WrittenKeyValue[];
  readonly more?: boolean;
  readonly count?: string;
}

interface TransactionAnswer {
  readonly header: Header;
  readonly succeeded?: boolean;
  readonly responses?: readonly { readonly response_range: RangeAnswer }[];
}

interface WatchAnswer {
  readonly result?: {
    readonly header: Header;
    readonly created?: boolean;
    readonly canceled?: boolean;
    readonly cancel_reason?: string;
    readonly compact_revision?: string;
    readonly events?: readonly { readonly type?: 'DELETE'; readonly kv: WrittenKeyValue }[];
  };
  readonly error?: { readonly message: string };
}

function keyValue({ key, value = '', create_revision, mod_revision }: WrittenKeyValue): KeyValue {
  return {
    key: decoded(key),
    value: decoded(value),
    createRevision: Number(create_revision ?? 0),
    modRevision: Number(mod_revision),
  };
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString();
}

/** The first key after all that have the prefix; a prefix ends in ASCII. */
function endOf(prefix: string): string {
  return encoded(prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1));
}
