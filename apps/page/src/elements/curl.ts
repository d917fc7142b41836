import type { GroupKey } from '@target-eye/client';
import { groupText } from '../place/group-text.js';

/** How one logs in; what with stands in variables of the shell and in files, never in a line. */
type LoginKind = 'token' | 'password' | undefined;

/** A service as lines to copy name it. */
export interface ServiceAddress {
  /** With the prefix if there is one, without a slash at the end. */
  readonly url: string;
  /** Which login is in force. */
  readonly login?: LoginKind;
}

/** The URL of the service that has sent a page. */
export function serviceUrl({ origin, pathname }: Pick<Location, 'origin' | 'pathname'>): string {
  return origin + pathname.replace(/\/[^/]*$/, '');
}

/** The path of a group, percent-encoded. */
export function groupPath(key: GroupKey): string {
  return `/${groupText(key)}`;
}

/** A text as one word for a POSIX shell (XCU, 2.2.2 "Single-Quotes"). */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Longer bodies are no word of a command: Linux takes 128 KiB for one (`MAX_ARG_STRLEN`). */
const MAX_WORD = 100_000;

/** What a curl line sends. */
interface Sent {
  readonly method?: 'PUT' | 'POST' | 'DELETE';
  readonly body?: object;
  /** In place of a body. */
  readonly file?: { readonly name: string; readonly type: string };
  /** The revision that the group has to have. */
  readonly ifMatch?: string | undefined;
  /** Whether there must be no group. */
  readonly ifAbsent?: boolean;
}

/** A curl line for a POSIX shell. */
export function curlLine(
  { url, login }: ServiceAddress,
  path: string,
  { method, body, file, ifMatch, ifAbsent }: Sent = {},
): string {
  const json = body && jsonText(body);
  const isLong = json !== undefined && json.length > MAX_WORD;
  return [
    'curl',
    // curl takes them for steps in the path otherwise.
    /\/\.\.?(?=\/|$)/.test(path) && '--path-as-is',
    login === 'token' && '-H "Authorization: Bearer $TARGET_EYE_TOKEN"',
    login === 'password' && '-u "$TARGET_EYE_USER:$TARGET_EYE_PASSWORD"',
    method && `-X ${method}`,
    ifMatch && `-H 'If-Match: "${ifMatch}"'`,
    ifAbsent && `-H 'If-None-Match: *'`,
    json && `-H 'Content-Type: application/json' -d ${isLong ? '@-' : quoted(json)}`,
    file && `-H 'Content-Type: ${file.type}' --data-binary @${quoted(file.name)}`,
    quoted(url + path),
    isLong && `<<'EOF'\n${json}\nEOF`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** JSON in which one sees every character. */
function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** The configuration of a Prometheus that reads files on the same host. `files` is a path, `*` in its last part. */
export function fileSdConfig(files: string): string {
  return scrapeConfig(`file_sd_configs:
      - files: [${jsonText(files)}]`);
}

const LOGIN_CONFIG = {
  token: `
        authorization:
          type: Bearer
          credentials_file: /etc/prometheus/target-eye.token`,
  password: `
        basic_auth:
          username: prometheus
          password_file: /etc/prometheus/target-eye.password`,
};

/** The configuration of a Prometheus that asks the service. `query` as for `/http_sd`, such as `application=payments`. */
export function httpSdConfig({ url, login }: ServiceAddress, query = ''): string {
  return scrapeConfig(`http_sd_configs:
      - url: ${jsonText(`${url}/http_sd${query && `?${query}`}`)}
        refresh_interval: 30s${login === undefined ? '' : LOGIN_CONFIG[login]}`);
}

function scrapeConfig(discovery: string): string {
  return `scrape_configs:
  - job_name: target-eye
    ${discovery}
`;
}
