import { quote, shorten } from '@target-eye/domain';

/** What is known of a scrape that failed. */
export interface FailedScrape {
  readonly target: string;
  readonly pool: string | undefined;
  readonly scrapeUrl: string | undefined;
}

/** Where Prometheus tried to scrape, as it is shown. */
export interface Place {
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly isPlain: boolean;
  readonly pool: string;
}

export function placeOf({ target, pool, scrapeUrl = `http://${target}/metrics` }: FailedScrape): Place {
  const url = URL.canParse(scrapeUrl) ? new URL(scrapeUrl) : undefined;
  const { port = '' } = url ?? {};
  const isPlain = url?.protocol !== 'https:';
  return {
    host: shown(url?.hostname ?? target),
    port: port !== '' ? port : isPlain ? '80' : '443',
    path: shown(url?.pathname ?? '/metrics'),
    isPlain,
    pool: pool === undefined ? 'the scrape pool' : `the scrape pool ${quote(pool)}`,
  };
}

/** Where Prometheus connected to: the address of the name, or that of a proxy or of where the target redirects to. */
export function connectedTo({ host, port }: Place, dialed: string): Pick<Place, 'host' | 'port'> {
  const [, address = host, at = port] = /^(.*):(\d+)$/.exec(dialed) ?? [];
  return { host: at === port && address !== host ? `${host} (${address})` : address, port: at };
}

/** The longest host or path that is shown: a name of the greatest length. */
const MAX_SHOWN = 253;

function shown(text: string): string {
  return shorten(text, MAX_SHOWN);
}
