import type { ServedTls } from '../../tls/served-tls.js';
import type { AnswerHeaders } from '../answer/answer-headers.js';
import type { UnreadBounds } from '../answer/unread-answers.js';
import type { HttpEvents } from '../events/http-events.js';
import type { ListenAddress, ListenSettings } from './listen.js';

/** Where to listen, and whether with TLS. */
export interface Endpoint {
  readonly address: ListenAddress;
  readonly scheme: 'http' | 'https';
}

/** The settings of serving, by their names. Times are milliseconds; sizes are bytes. */
export interface ServingSettings extends ListenSettings {
  readonly keep_alive_timeout: number;
  /** The time for a whole request to arrive; 0 for no limit. */
  readonly read_timeout: number;
  readonly ssl_handshake_timeout: number;
  /** How long requests in flight may take to finish when the service stops. */
  readonly graceful_timeout: number;
  /** The size of the URL and the headers of a request. */
  readonly h11_max_incomplete_size: number;
}

/** Limits that need no setting. Times are milliseconds; sizes are bytes. */
export interface ServingBounds extends UnreadBounds {
  /** How often Node checks for requests that take too long to arrive. */
  readonly checkInterval: number;
  /** The time for the URL and the headers, even where a whole request has longer. */
  readonly headersTimeout: number;
  /**
   * How long a refused client may go on sending, so that it can read the answer. Closing a connection while bytes are
   * on their way resets it, and the answer may be lost (RFC 9112, section 9.6).
   */
  readonly lingerAfterRefusal: number;
  /** How long idle connections stay open after `stop`, so that requests on their way are answered. */
  readonly lingerAfterStop: number;
}

export const SERVING_BOUNDS: ServingBounds = {
  checkInterval: 1000,
  headersTimeout: 20_000,
  lingerAfterRefusal: 1000,
  lingerAfterStop: 250,
  // Longer than any answer takes, even when a large body waits for others.
  answerTimeout: 120_000,
  // Enough for the largest answers to several clients at a time; only clients that do not read need more.
  maxUnread: 64 * 1024 * 1024,
};

/** How to serve. */
export interface HttpOptions {
  readonly settings: ServingSettings;
  readonly bounds: ServingBounds;
  readonly endpoints: readonly Endpoint[];
  readonly tls: ServedTls;
  /** For all endpoints together. */
  readonly maxConnections: number;
  readonly headers: AnswerHeaders;
  readonly events: HttpEvents;
}
