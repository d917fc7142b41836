/** What a page of Prometheus is to show. */
export interface Sought {
  readonly target?: string | undefined;
  /** The scrape pool, where it is known. */
  readonly pool?: string | undefined;
  /** What became of the target there. */
  readonly status?: string | undefined;
}

/**
 * Where a browser finds the pages of a Prometheus: at the URL that the service asks. Where that is the host of the
 * service itself, the browser has to name it as it names the service. `pageHost` is the host of the page.
 */
export function reachableUrl(url: string, pageHost: string): string {
  if (!URL.canParse(url)) return url;
  const reachable = new URL(url);
  if (isLoopback(reachable.hostname) && !isLoopback(pageHost)) reachable.hostname = pageHost;
  return reachable.href.replace(/\/$/, '');
}

/** Whether a host is the one that asks for it, as in a URL: an IPv6 address has its brackets. */
export function isLoopback(host: string): boolean {
  return /^(?:(?:.*\.)?localhost\.?|127(?:\.\d+){3}|\[::1\])$/.test(host);
}

/**
 * The page of a Prometheus that shows a target: `/targets`, or `/service-discovery` for one that relabelling dropped.
 * Up to 2.55 the parameter for the scrape pool is called `scrapePool`, since 3.0 `pool`; without one, Prometheus shows
 * the first pool only where it has more than 20.
 */
export function prometheusPage(url: string, { target, pool, status }: Sought, pageHost: string): string {
  const query = new URLSearchParams();
  if (pool !== undefined) for (const name of ['pool', 'scrapePool']) query.set(name, pool);
  if (target !== undefined) query.set('search', target);
  const path = status === 'dropped' ? 'service-discovery' : 'targets';
  return `${reachableUrl(url, pageHost)}/${path}${query.size === 0 ? '' : `?${query.toString()}`}`;
}
