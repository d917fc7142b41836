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
  /** In which a whole request must have arrived, 0 for no limit. */
  readonly read_timeout: number;
  readonly ssl_handshake_timeout: number;
  /** How long requests in flight may take to finish when the service stops. */
  readonly graceful_timeout: number;
  /** How long the URL and the headers of a request may be. */
  readonly h11_max_incomplete_size: number;
}

/** What a server is not set, because no installation needs it otherwise. Times are milliseconds; sizes are bytes. */
export interface ServingBounds extends UnreadBounds {
  /** How often Node looks for requests that take too long to arrive. */
  readonly checkInterval: number;
  /** Time for the URL and the headers, even where the whole request has longer. */
  readonly headersTimeout: number;
  /**
   * How long a client that was refused may go on sending, so that it gets to read why: a connection that is closed while
   * bytes are on their way is reset, and what was sent to the client may be lost with it (RFC 9112, section 9.6).
   */
  readonly lingerAfterRefusal: number;
  /** How long idle connections stay open after `stop`, for requests that are already on their way to get an answer. */
  readonly lingerAfterStop: number;
}

export const SERVING_BOUNDS: ServingBounds = {
  checkInterval: 1000,
  headersTimeout: 20_000,
  lingerAfterRefusal: 1000,
  lingerAfterStop: 250,
  // Longer than any answer takes, that to a large body which waits for others included.
  answerTimeout: 120_000,
  // Enough for the largest answers to several clients at a time; more is kept of answers that nobody reads only.
  maxUnread: 64 * 1024 * 1024,
};

/** How to serve. */
export interface HttpOptions {
  readonly settings: ServingSettings;
  readonly bounds: ServingBounds;
  readonly endpoints: readonly Endpoint[];
  readonly tls: ServedTls;
  /** On all endpoints together. */
  readonly maxConnections: number;
  readonly headers: AnswerHeaders;
  readonly events: HttpEvents;
}
