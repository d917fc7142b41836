import { STATUS_CODES } from 'node:http';
import { ConfigurationError } from '../../operator-files/configuration-error.js';
import { sentHeader } from '../answer/answer.js';
import type { Exchange } from '../request/exchange.js';

/** What a line of the access log is made of. */
interface AccessLogEntry {
  readonly exchange: Exchange;
  /** When the request came. */
  readonly begin: Date;
  /** How long it took until the answer was sent or the connection closed. */
  readonly microseconds: number;
}

/** Makes the line for one entry, without the end of line. */
export type LineFormat = (entry: AccessLogEntry) => string;

/** Stands for a missing value. */
const NONE = '-';

/**
 * The atoms by name. They are those of Hypercorn (https://hypercorn.readthedocs.io, "Logging") and of gunicorn's
 * `access_log_format`; where these two differ, in `h`, `r`, `R` and `H`, gunicorn is followed, because the tools that
 * read access logs expect an address without a port and `HTTP/1.1`.
 */
export const ATOMS: ReadonlyMap<string, LineFormat> = new Map(
  Object.entries<LineFormat>({
    h: ({ exchange }) => escape(exchange.source),
    l: () => NONE,
    u: userName,
    t: ({ begin }) => clfTime(begin),
    r: (entry) => `${method(entry)} ${path(entry)} ${protocol(entry)}`,
    R: (entry) => `${method(entry)} ${url(entry)} ${protocol(entry)}`,
    m: method,
    U: path,
    Uq: url,
    q: ({ exchange }) => escape(/\?(.*)$/s.exec(exchange.url)?.[1] ?? ''),
    H: protocol,
    s: ({ exchange: { response } }) => (response.headersSent ? String(response.statusCode) : NONE),
    st: ({ exchange: { response } }) => (response.headersSent ? (STATUS_CODES[response.statusCode] ?? NONE) : NONE),
    S: ({ exchange }) => ('encrypted' in exchange.request.socket ? 'https' : 'http'),
    b: (entry) => bodyLength(entry).replace(/^0$/, NONE),
    B: bodyLength,
    f: ({ exchange }) => header(exchange.request.headers.referer),
    a: ({ exchange }) => header(exchange.request.headers['user-agent']),
    T: ({ microseconds }) => String(Math.trunc(microseconds / 1_000_000)),
    D: ({ microseconds }) => String(Math.trunc(microseconds)),
    L: ({ microseconds }) => (microseconds / 1_000_000).toFixed(6),
    p: () => `<${String(process.pid)}>`,
  }),
);

/** The headers of a request that carry secrets. */
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie'];

/**
 * Compiles a format such as `%(h)s "%(r)s" %(s)s`: atoms in the notation of Python's `%` operator, `%%` for a percent
 * sign. No value can break its line or a quotation in it.
 * @throws ConfigurationError for an atom that is not known or that would write secrets
 */
export function accessLogFormat(format: string): LineFormat {
  const parts = [...format.matchAll(/%\((?<name>[^)]*)\)s|%%|%.{0,12}|[^%]+/gs)].map(({ 0: text, groups }) =>
    compile(text, groups?.['name']),
  );
  return (entry) => parts.map((part) => part(entry)).join('');
}

function compile(text: string, name: string | undefined): LineFormat {
  if (name !== undefined) return ATOMS.get(name) ?? headerAtom(name);
  if (text === '%%') return () => '%';
  if (text.startsWith('%'))
    throw new ConfigurationError(
      `${JSON.stringify(text)} is not understood; an atom is written as %(h)s, a percent sign as %%`,
    );
  const literal = text.replace(/[\r\n]/g, ' ');
  return () => literal;
}

function headerAtom(atom: string): LineFormat {
  const { name = '', kind } = /^\{(?<name>[^{}]+)\}(?<kind>[ioe])$/.exec(atom)?.groups ?? {};
  const lower = name.toLowerCase();
  if (kind === 'e')
    throw new ConfigurationError(
      `%(${atom})s is not supported: environment variables may hold secrets, and secrets do not belong in a log`,
    );
  if (kind === 'i' && SECRET_HEADERS.includes(lower))
    throw new ConfigurationError(
      `%(${atom})s is not supported: the header holds secrets, and secrets do not belong in a log; use %(u)s`,
    );
  if (kind === 'i') return ({ exchange }) => header(exchange.request.headers[lower]);
  if (kind === 'o') return ({ exchange }) => escape(sentHeader(exchange, lower));
  throw new ConfigurationError(
    `%(${atom})s is not an atom; it must be one of ${[...ATOMS.keys()].join(', ')}, {header}i or {header}o`,
  );
}

/** A request header, without the user and the password of any URL in it (RFC 3986, section 3.2.1). */
function header(value: string | readonly string[] | undefined): string {
  return escape(value === undefined ? undefined : String(value).replace(/\/\/[^/?#\s]*@/g, '//'));
}

function method({ exchange }: AccessLogEntry): string {
  return escape(exchange.method);
}

function path({ exchange }: AccessLogEntry): string {
  return escape(exchange.url.replace(/\?.*$/s, ''));
}

function url({ exchange }: AccessLogEntry): string {
  return escape(exchange.url);
}

function protocol({ exchange }: AccessLogEntry): string {
  return `HTTP/${exchange.request.httpVersion}`;
}

/** The length of the body in bytes; `-` if it was not sent completely, or without a Content-Length. */
function bodyLength({ exchange }: AccessLogEntry): string {
  const { method, response } = exchange;
  if (!response.writableFinished) return NONE;
  const hasBody = method !== 'HEAD' && response.statusCode !== 204 && response.statusCode !== 304;
  return hasBody ? escape(sentHeader(exchange, 'content-length')) : '0';
}

/** Spaces in the name are escaped, because spaces separate the fields. */
function userName({ exchange: { callerName: caller } }: AccessLogEntry): string {
  return caller !== undefined ? escape(Buffer.from(caller).toString('latin1')).replaceAll(' ', '\\x20') : NONE;
}

/** Escapes whatever is not printable ASCII, quotation marks and backslashes, as Apache and nginx do. */
function escape(value: number | string | readonly string[] | undefined): string {
  if (value === undefined) return NONE;
  return String(value).replace(/[^ -~]|["\\]/g, (char) => {
    if (char === '"' || char === '\\') return `\\${char}`;
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The local time as the common log format has it: `[23/Nov/2026:08:52:07 +0100]`. */
function clfTime(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const offset = -date.getTimezoneOffset();
  const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const day = `${two(date.getDate())}/${MONTHS[date.getMonth()] ?? ''}/${String(date.getFullYear())}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `[${day}:${time} ${offset < 0 ? '-' : '+'}${two(hours)}${two(minutes)}]`;
}
