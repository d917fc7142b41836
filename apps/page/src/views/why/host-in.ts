/** What is asked about. */
export interface Host {
  /** `host` or `host:port`; empty for a text in which there is none. */
  readonly target: string;
  /** Whether it was taken out of something longer. */
  readonly isTakenOut: boolean;
}

/** A host may stand in any of these; the first one found counts. */
const PLACES = [
  // A label, as in an alert.
  /\b(?:instance|__address__)(?:\s*=~?\s*|"\s*:\s*)"?([^\s"',;)}]+)/,
  // A URL, as in an error of Prometheus, perhaps with a user.
  /[a-z][a-z0-9+.-]*:\/\/(?:[^\s/?#@]*@)?([^\s/?#"'<>`,;]+)/i,
  // A name that is not known, as in an error of Prometheus: the address behind it is that of the name server.
  /\blookup ([^\s:]+)/,
  among(String.raw`(?:(?:\d+\.){3}\d+|\[[\da-f:.]+\])(?::\d+)?`),
];

/** Among several words, these count too: a name with a port, the host of a user, a name with dots. */
const WORDS = [
  among(String.raw`(?=[\d.-]*[a-z])[\w.-]+:\d+`),
  among(String.raw`(?<=@)[\w.-]*\w`),
  among(String.raw`(?:[\w-]+\.)+[a-z][a-z\d-]*`),
];

/** Finds a host that stands among words. */
function among(host: string): RegExp {
  return new RegExp(String.raw`(?:^|[\s("'<=@])(${host})[.:]?(?=[\s,;)"'>]|$)`, 'i');
}

/** The host, and the port if there is one, in whatever one has at hand: a URL, an alert, a line of a log or of JSON. */
export function hostIn(text: string): Host {
  const given = text.trim();
  const places = /\s/.test(given) ? [...PLACES, ...WORDS] : PLACES;
  const found = places.map((place) => place.exec(given)?.[1]).find((each) => each !== undefined);
  const target = found ?? bare(given);
  return { target, isTakenOut: target !== given };
}

/** A host as a target: an IPv6 address has its brackets. */
export function asTarget(host: string): string {
  return /^[\da-f]*:[\da-f]*:[\da-f:.]*$/i.test(host) ? `[${host}]` : host;
}

/** Without quotes and commas around it, a user before it, a path behind it. */
function bare(text: string): string {
  return text.replace(/^["'`[\s]+(?![\da-f:.]+\])|["'`,;\s]+$/gi, '').replace(/^[^\s@/]*@|[/?#].*$/g, '');
}
