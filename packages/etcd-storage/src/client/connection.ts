import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Clock } from '@target-eye/domain';
import { failureOfAnswer, failureOfTransport } from './failures.js';
import type { Answer } from './gateway.js';
import { NodeFailure } from './node-failure.js';

/** TLS towards the cluster, in the terms of Node. */
export type ClusterTls = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized' | 'minVersion' | 'maxVersion'
>;

/** How a node is reached. */
export interface ConnectionParts {
  readonly clock: Clock;
  /** Called anew for each request, so that what was read again counts. */
  readonly tls: () => ClusterTls;
}

/** What is asked of a node. */
export interface Call {
  /** Such as `/v3/kv/range`. */
  readonly path: string;
  readonly body: object;
  /** How long the answer may take where little is sent, in seconds. */
  readonly seconds: number;
  readonly token: string | undefined;
  /** Ends the call, as if the node had not answered. */
  readonly end: AbortSignal;
}

/** A large value takes a busy node longer, in bytes per second. */
const BUSY_RATE = 1024 * 1024;

/** As many as write at the same time; the others wait for them. */
const MAX_CONNECTIONS = 128;

/** Connections to one node, kept for later calls. */
export class Connection {
  private readonly isSecure: boolean;
  private agent: Agent;
  private tls: ClusterTls = {};

  /**
   * @param url where the node is
   * @param closed is told of every connection that ends
   */
  constructor(
    private readonly url: string,
    private readonly options: ConnectionParts,
    private readonly closed: () => void,
  ) {
    this.isSecure = url.startsWith('https:');
    this.agent = this.newAgent();
  }

  /**
   * Asks, and gives the answer, parsed.
   * @throws NodeFailure
   */
  async ask(call: Call): Promise<Answer> {
    const { status, text } = await this.answerTo(call);
    const answer = status === 200 ? answerIn(text) : undefined;
    if (answer === undefined) throw failureOfAnswer(status, text);
    return answer;
  }

  /** Sends a request whose answer the caller reads. */
  send(path: string, body: object, token: string | undefined): ClientRequest {
    const text = JSON.stringify(body);
    const sent = (this.isSecure ? secureRequest : request)(new URL(path, this.url), {
      method: 'POST',
      agent: this.currentAgent(),
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': String(Buffer.byteLength(text)),
        // A node without a leader then says so, in place of keeping the request until it has one.
        'Grpc-Metadata-hasleader': 'true',
        ...(token !== undefined && { Authorization: token }),
      },
    });
    sent.once('socket', (socket) => {
      if (!socket.connecting) connected.add(sent);
      else socket.once(this.isSecure ? 'secureConnect' : 'connect', () => connected.add(sent));
    });
    sent.end(text);
    return sent;
  }

  /** Why a request has failed that was not answered at all. */
  unanswered(sent: ClientRequest, error: Error): NodeFailure {
    const isConnected = connected.has(sent);
    const failure = failureOfTransport(error, isConnected);
    if (!failure.isCut || sent.reusedSocket || (this.isSecure && isConnected)) return failure;
    const { isAmbiguous, cause } = failure;
    return new NodeFailure(this.isSecure ? CUT_WITH_TLS : CUT_WITHOUT_TLS, { isAmbiguous, isCut: true, cause });
  }

  /** Ends the connections that nobody uses, and the others after their answers. */
  close(): void {
    retire(this.agent);
  }

  private answerTo({ path, body, seconds, token, end }: Call): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const sent = this.send(path, body, token);
      const fail = (error: Error): void => {
        settle();
        reject(failureOfTransport(error, connected.has(sent)));
        sent.destroy();
      };
      const silent = (reason: string) => (): void => {
        fail(new NodeFailure(reason, { isAmbiguous: connected.has(sent) }));
      };
      const stopped = silent('did not answer in time');
      const size = Number(sent.getHeader('Content-Length'));
      const reason = `did not answer within ${String(seconds)} s`;
      const cancel = this.options.clock.after(seconds + size / BUSY_RATE, silent(reason));
      const settle = (): void => {
        cancel();
        end.removeEventListener('abort', stopped);
      };
      end.addEventListener('abort', stopped, { once: true });
      sent.on('error', (error) => {
        fail(this.unanswered(sent, error));
      });
      sent.on('response', (response) => {
        textOf(response).then((text) => {
          settle();
          resolve({ status: response.statusCode ?? 0, text });
        }, fail);
      });
      if (end.aborted) stopped();
    });
  }

  private currentAgent(): Agent {
    if (!this.isSecure) return this.agent;
    const tls = this.options.tls();
    if (!isSame(tls, this.tls)) {
      retire(this.agent);
      this.tls = tls;
      this.agent = this.newAgent();
    }
    return this.agent;
  }

  private newAgent(): Agent {
    const options = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: MAX_CONNECTIONS };
    const agent = this.isSecure ? new SecureAgent({ ...options, ...this.tls }) : new Agent(options);
    agent.on('free', (socket: Socket) => {
      if (socket.listenerCount('close', this.closed) === 0) socket.once('close', this.closed);
    });
    return agent;
  }
}

/** What a node does to which the other of both is spoken. */
const CUT_WITHOUT_TLS = 'closed the connection without an answer (if it speaks TLS, its URL has to begin with https)';
const CUT_WITH_TLS = 'closed the connection before TLS was set up (if it speaks none, its URL has to begin with http)';

/** Requests whose node may have read them. */
const connected = new WeakSet<ClientRequest>();

function answerIn(text: string): Answer | undefined {
  try {
    const answer = JSON.parse(text) as Partial<Answer> | null;
    return answer?.header === undefined ? undefined : (answer as Answer);
  } catch {
    return undefined;
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What is under way goes on, and its connection is not used again. */
function retire(agent: Agent & { keepAlive?: boolean }): void {
  agent.keepAlive = false;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

function isSame(one: ClusterTls, other: ClusterTls): boolean {
  if (one === other) return true;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof ClusterTls>;
  return [...names].every((name) => one[name] === other[name]);
}
