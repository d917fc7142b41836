/**
 * What every answer tells a browser (OWASP REST Security Cheat Sheet, "Security Headers"): there is nothing here to
 * guess a type of, to keep, to run, to frame or to refer from.
 */
const SECURITY_HEADERS: ReadonlyMap<string, string> = new Map([
  ['X-Content-Type-Options', 'nosniff'],
  ['Cache-Control', 'no-store'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
]);

/**
 * Gives the headers of an answer: those above, and what is configured in their place or besides.
 * @param server the value of a Server header, if there is to be one
 */
export function securityHeaders(
  configured: () => ReadonlyMap<string, string>,
  server?: string,
): () => ReadonlyMap<string, string> {
  const always = server === undefined ? SECURITY_HEADERS : new Map([...SECURITY_HEADERS, ['Server', server]]);
  let from: ReadonlyMap<string, string> | undefined;
  let merged = always;
  return () => {
    const own = configured();
    if (own !== from) {
      const names = new Set([...own.keys()].map((name) => name.toLowerCase()));
      merged = new Map([...[...always].filter(([name]) => !names.has(name.toLowerCase())), ...own]);
      from = own;
    }
    return merged;
  };
}
