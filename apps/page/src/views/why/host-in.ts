/** What is asked about. */
export interface Host {
  /** `host` or `host:port`; empty for a text in which there is none. */
  readonly target: string;
  /** Whether it was taken out of something longer. */
  readonly isTakenOut: boolean;
}

/** An address may stand in any of these; the first one found counts. */
const PLACES = [
  // A series, as in an alert.
  /\b(?:instance|__address__)\s*=~?\s*"([^"]+)"/,
  // A URL, as in an error of Prometheus, perhaps with a user.
  /[a-z][a-z0-9+.-]*:\/\/(?:[^\s/?#@]*@)?([^\s/?#"'<>`,;]+)/i,
  // An address among other words.
  /(?:^|\s)((?:\d+\.){3}\d+(?::\d+)?)(?=[\s,;]|$)/,
];

/** The host, and the port if there is one, in whatever one has at hand: a URL, an alert, a line of a log or of JSON. */
export function hostIn(text: string): Host {
  const given = text.trim();
  const found = PLACES.map((place) => place.exec(given)?.[1]).find((each) => each !== undefined);
  const target = found ?? bare(given);
  return { target, isTakenOut: target !== given };
}

/** Without quotes and commas around it, a user before it, a path behind it. */
function bare(text: string): string {
  return text.replace(/^["'`[\s]+(?![\da-f:.]+\])|["'`,;\s]+$/gi, '').replace(/^[^\s@/]*@|[/?#].*$/g, '');
}
