import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Cluster } from './cluster.js';
import type { Endpoint } from './endpoints.js';
import type { KeyEvent, NodeState } from './etcd.js';
import { failureOfAnswer, failureOfMessage, failureOfTransport } from './failures.js';
import { Frames } from './frames.js';
import { keyEvents, type WatchResult } from './gateway.js';
import { NodeFailure } from './node-failure.js';

/** How long a node may take to establish a watch, in seconds. */
const ESTABLISHING = 2;

/** What is watched: one key, or all up to another one. */
export interface WatchedKeys {
  readonly key: string;
  readonly range_end?: string;
}

/** Who is told; nothing more after `ended`. */
export interface WatchReader {
  started(node: NodeState): void;
  /** All of one revision come together. */
  changed(events: readonly KeyEvent[]): void;
  ended(failure: NodeFailure): void;
}

/** A watch over one connection to one node, until that ends. */
export class Watch {
  private isOver = false;
  private sent: ClientRequest | undefined;
  private token: string | undefined;
  private fragments: KeyEvent[] = [];
  private readonly established: () => void;

  /** @param from the revision to begin with, above 0: an invalid request has made nodes crash */
  constructor(
    private readonly cluster: Cluster,
    private readonly endpoint: Endpoint,
    keys: WatchedKeys,
    from: number,
    private readonly reader: WatchReader,
  ) {
    this.established = cluster.options.clock.after(ESTABLISHING, () => {
      this.fail(new NodeFailure(`did not begin a watch within ${String(ESTABLISHING)} s`));
    });
    const body = { create_request: { ...keys, start_revision: String(from), fragment: true } };
    cluster.token(endpoint).then(
      (token) => {
        this.begin(body, token);
      },
      (error: unknown) => {
        this.fail(failureOfTransport(error as Error, false));
      },
    );
  }

  /** Ends it; the reader is not told. */
  end(): void {
    this.isOver = true;
    this.established();
    this.sent?.destroy();
  }

  /** Ends it; the reader is told why: a part of a sentence that begins with the node. */
  stop(reason: string): void {
    this.fail(new NodeFailure(reason, { remedy: 'none' }));
  }

  private begin(body: object, token: string | undefined): void {
    if (this.isOver) return;
    this.token = token;
    const { connection } = this.endpoint;
    const sent = connection.send('/v3/watch', body, token);
    this.sent = sent;
    sent.on('error', (error) => {
      this.fail(connection.unanswered(sent, error));
    });
    sent.on('response', (response) => {
      this.read(response);
    });
  }

  private read(response: IncomingMessage): void {
    const frames = new Frames();
    const take = (lines: readonly string[]): void => {
      for (const line of lines) if (!this.isOver) this.take(response.statusCode ?? 0, line);
    };
    response.on('data', (chunk: Buffer) => {
      take(frames.add(chunk));
    });
    response.on('end', () => {
      take(frames.end());
      this.fail(new NodeFailure('ended the watch', { isAmbiguous: true }));
    });
    response.on('error', (error) => {
      this.fail(failureOfTransport(error, true));
    });
  }

  private take(status: number, line: string): void {
    try {
      const result = resultIn(status, line);
      const node = this.cluster.endpoints.heard(this.endpoint, result.header);
      const behind = this.cluster.endpoints.behind(this.endpoint);
      if (result.created === true) this.begun(node);
      else this.tell(result);
      if (behind !== undefined) throw new NodeFailure(behind);
    } catch (error) {
      if (!(error instanceof NodeFailure)) throw error;
      this.fail(error);
    }
  }

  private begun(node: NodeState): void {
    this.established();
    this.reader.started(node);
  }

  private tell(result: WatchResult): void {
    this.fragments.push(...keyEvents(result));
    if (result.fragment === true || this.fragments.length === 0) return;
    const events = this.fragments;
    this.fragments = [];
    this.reader.changed(events);
  }

  private fail(ending: NodeFailure): void {
    if (this.isOver) return;
    this.end();
    this.cluster.failedWith(this.token, ending);
    const failure = this.cluster.explained(ending);
    if (failure.remedy === 'time' || failure.remedy === 'other_node')
      this.cluster.endpoints.left(this.endpoint, failure);
    this.reader.ended(failure);
  }
}

/** @throws NodeFailure where a line does not go on with the watch */
function resultIn(status: number, line: string): WatchResult {
  const result = parsed(line);
  if (result?.header === undefined) throw failureOfAnswer(status, line);
  if (result.compact_revision !== undefined)
    throw new NodeFailure('has forgotten what was then', { failure: 'compacted', remedy: 'none' });
  if (result.canceled === true) throw failureOfMessage(result.cancel_reason ?? 'the watch is canceled');
  return result;
}

function parsed(line: string): WatchResult | undefined {
  try {
    return (JSON.parse(line) as { readonly result?: WatchResult }).result;
  } catch {
    return undefined;
  }
}
