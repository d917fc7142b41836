import type { ServerResponse } from 'node:http';
import { type Exporter, METRICS, refusing, type Scrape, startExporter } from './exporters.js';
import type { RunningServer } from './running-server.js';
import { ask, statusOf, type TimedAnswer } from './scrape-status.js';
import { until } from './until.js';

/** Waits as long as it takes, and not until a busy machine has had time. */
export const PATIENT = 'wait=up&timeout=4m';

/** Requests of one Prometheus each, in their order. */
type Scrapes = readonly (readonly Scrape[])[];

/** An answer to a change, and the scrapes since a moment before it. */
export interface Seen {
  readonly answer: TimedAnswer<unknown>;
  readonly scrapes: Scrapes;
}

/**
 * Registers an exporter that fails at first, waits until it is up, and turns it good when both Prometheus have scraped it.
 * @returns the good scrapes until the answer
 */
export async function recover(server: RunningServer, group: string): Promise<Seen> {
  const exporter = await startExporter(refusing(503));
  const change = ask(server, 'PUT', `${group}?${PATIENT}`, { targets: [exporter.address] });
  await until('both have scraped it', () => groupedSince(exporter, 0).length === 2);
  const since = Date.now();
  exporter.turn(METRICS);
  const answer = await change;
  return { answer, scrapes: groupedSince(exporter, since, answer.at) };
}

/**
 * Changes a group whose target stays as it is while one of its scrapes is under way, which ends well after the change.
 * @returns the scrapes that began after that change until the answer
 */
export async function changeDuringScrape(server: RunningServer, group: string, other: string): Promise<Seen> {
  const exporter = await startExporter();
  const labels = { __scrape_interval__: '6s', __scrape_timeout__: '5s' };
  const put = (query: string, targets: readonly string[]) => ask(server, 'PUT', group + query, { targets, labels });
  const first = await put(`?${PATIENT}`, [exporter.address, other]);
  if (first.status !== 200) throw new Error(JSON.stringify(first.body));
  const release = holdNext(exporter);
  await until('a scrape is under way', () => release.count() > 0);
  const since = Date.now();
  const change = put(`?${PATIENT}`, [exporter.address]);
  await until('the change is stored', async () => (await statusOf(server, group)).targets.length === 1);
  exporter.turn(METRICS);
  release.all();
  const answer = await change;
  return { answer, scrapes: groupedSince(exporter, since, answer.at) };
}

/** Lets all requests wait from now on. */
function holdNext(exporter: Exporter): { readonly count: () => number; readonly all: () => void } {
  const responses: ServerResponse[] = [];
  exporter.turn((_, response) => responses.push(response));
  return {
    count: () => responses.length,
    all: () => {
      for (const response of responses) response.writeHead(200, { 'content-type': 'text/plain' }).end('answers 2\n');
    },
  };
}

function groupedSince({ scrapes }: Exporter, from: number, to = Infinity): Scrapes {
  const wanted = scrapes.filter(({ at }) => from < at && at <= to);
  return [...new Set(wanted.map((scrape) => scrape.from))].map((port) =>
    wanted.filter((scrape) => scrape.from === port),
  );
}
