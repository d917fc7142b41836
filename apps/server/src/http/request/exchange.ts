import type { IncomingMessage, ServerResponse } from 'node:http';
import { type GroupKey, shorten } from '@target-eye/domain';
import { ANONYMOUS, type Caller } from '../../access/access-control.js';
import type { AnswerHeaders, HeaderList } from '../answer/answer-headers.js';
import type { UnreadAnswers } from '../answer/unread-answers.js';
import { requestIdFor } from './request-id.js';
import { type Sourced, sourceOf } from './source.js';
import { NO_TEMPLATE } from './url-template.js';

/**
 * What a request would do; a trial is a change that is only tried, and what waits has made its change, or is a read that
 * waits.
 */
export type Act = 'change' | 'trial' | 'reload' | 'read' | 'wait';

/** What the answers of a server share. */
export interface AnswerParts {
  readonly headers: AnswerHeaders;
  readonly unread: UnreadAnswers;
}

/** Where a response keeps its exchange. */
const EXCHANGE = Symbol('exchange');
type Exchanged = ServerResponse & { [EXCHANGE]?: Exchange };

/** Methods that change something, wherever they are understood. */
const CHANGING: readonly string[] = ['PUT', 'POST', 'DELETE'];

/** A request and its answer, with everything that is known about them. Each fact is found out once. */
export class Exchange {
  /** Names the request in its answer and in every log line about it. */
  readonly id: string;
  /** When the request arrived, in milliseconds of a monotonic clock. */
  readonly begin = performance.now();
  /** What the request would do. The method decides until the route knows better. */
  act: Act;
  /** Who sends the request, as far as it is known yet. */
  caller: Caller = ANONYMOUS;
  /** Of which URLs of the service the request is one, as `url-template.ts` names them. */
  template = NO_TEMPLATE;
  /** The target group that the request is about, once that is known. */
  key: GroupKey | undefined = undefined;
  /** The headers that were given to `writeHead`; empty until the answer is sent. */
  sent: HeaderList = [];
  /** How long the request has waited for something outside of the service, because it asked for that, in seconds. */
  waited = 0;
  /**
   * For how many seconds it has not been known whether what the answer shows is so, found out when it is sent; nothing
   * while that is known, and for answers that show nothing that is stored.
   */
  age: (() => number | undefined) | undefined = undefined;
  /** How many bytes the body of the answer has, also where only its headers are sent. */
  length = 0;
  private foundSource: string | undefined = undefined;

  constructor(
    readonly request: Sourced & { readonly originalUrl?: string },
    readonly response: ServerResponse,
    readonly parts: AnswerParts,
  ) {
    this.id = requestIdFor(request.headers['x-request-id']);
    this.act = CHANGING.includes(this.method) ? 'change' : 'read';
  }

  get method(): string {
    return this.request.method ?? '';
  }

  /** The URL as it was sent, in the form that `rewriteTarget` gives it. */
  get url(): string {
    return this.request.originalUrl ?? this.request.url ?? '';
  }

  /** Where the request came from, as `sourceOf` describes it. Only the application can tell. */
  get source(): string {
    return (this.foundSource ??= sourceOf(this.request));
  }

  /** The name of the client, user or certificate; `undefined` without a login. */
  get callerName(): string | undefined {
    return this.caller.kind === 'anonymous' ? undefined : this.caller.name;
  }
}

/** Begins the exchange of a request. It has to be the first thing that happens to it. */
export function beginExchange(request: IncomingMessage, response: ServerResponse, parts: AnswerParts): void {
  (response as Exchanged)[EXCHANGE] = new Exchange(request, response, parts);
}

/** The exchange that a response belongs to. */
export function exchangeOf(response: ServerResponse): Exchange {
  const { [EXCHANGE]: exchange } = response as Exchanged;
  if (exchange === undefined) throw new Error('the response belongs to no exchange');
  return exchange;
}

/** The target group that a request is about. Its route has to set it before. */
export function knownKey({ key }: Exchange): GroupKey {
  if (key === undefined) throw new Error('the request is not known to be about a target group');
  return key;
}

/**
 * Who sent a request and what it is about, as every log line about it says.
 * @param key the group that the line is about, if it is another one than the exchange's
 */
export function describeExchange(exchange: Exchange, key = exchange.key): object {
  const { method, url, callerName, source, id } = exchange;
  return {
    client: callerName,
    source,
    request_id: id,
    verb: method,
    ...(key === undefined
      ? { url: shorten(url.replace(/\?[^]*$/, '')) }
      : { group: `${shorten(escape(key.application))}/${shorten(escape(key.environment))}` }),
  };
}

/** Encodes a slash within a name as in the URL, so that no two groups look the same. */
function escape(name: string): string {
  return name.replace(/[%/]/g, encodeURIComponent);
}
