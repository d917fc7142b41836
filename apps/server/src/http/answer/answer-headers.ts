import type { ServerResponse } from 'node:http';

/** Names and values of headers in turn. */
export type HeaderList = readonly string[];

/**
 * What every answer tells a browser unless its handler sets the header (OWASP REST Security Cheat Sheet, "Security
 * Headers"): do not guess types, store, run, frame or send a referrer.
 */
const SECURITY_HEADERS: ReadonlyMap<string, string> = new Map([
  ['X-Content-Type-Options', 'nosniff'],
  ['Cache-Control', 'no-store'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
]);

/** The headers of every answer: the security headers, and those that are configured, which win. */
export class AnswerHeaders {
  private configured: ReadonlyMap<string, string> | undefined;
  private list: HeaderList = [];

  /**
   * @param configuredNow the configured headers; the list is made again only when this is another map than before
   * @param server the value of a Server header, if there is to be one
   */
  constructor(
    private readonly configuredNow: () => ReadonlyMap<string, string>,
    private readonly server?: string,
  ) {}

  get all(): HeaderList {
    const configured = this.configuredNow();
    if (configured !== this.configured) {
      const server = this.server === undefined ? [] : [['Server', this.server] as const];
      const ofOthers = without([...SECURITY_HEADERS, ...server].flat(), [...configured.keys()]);
      this.list = [...ofOthers, ...[...configured].flat()];
      this.configured = configured;
    }
    return this.list;
  }

  isConfigured(name: string): boolean {
    const wanted = name.toLowerCase();
    return [...this.configuredNow().keys()].some((each) => each.toLowerCase() === wanted);
  }

  /** Those that the handler of an answer did not set itself. */
  besidesThoseOf(response: ServerResponse): HeaderList {
    const own = response.getHeaderNames();
    return own.length === 0 ? this.all : without(this.all, own);
  }
}

function without(list: HeaderList, names: readonly string[]): HeaderList {
  const left = new Set(names.map((name) => name.toLowerCase()));
  return list.filter((_, index) => !left.has((list[index - (index % 2)] ?? '').toLowerCase()));
}
