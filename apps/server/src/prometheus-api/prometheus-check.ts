import { quote } from '@target-eye/domain';
import { PrometheusAsker } from './asking/ask-prometheus.js';
import { poolsOfOurs } from './asking/pool-sources.js';
import { type AskBounds, BOUNDS } from './asking/requests.js';
import type { HttpConfig } from '../http-config/http-config.js';
import type { Answer } from './question.js';

/** Somebody waits for the result. */
const CHECK_BOUNDS: AskBounds = { ...BOUNDS, silence: 3000, whole: 10_000 };

/** What a check of the settings found out about one Prometheus. */
export interface PrometheusFinding {
  /** Whether it may be asked for the targets with these settings. */
  readonly isGood: boolean;
  readonly sentence: string;
}

/** Asks each Prometheus once, all at the same time, and says of each what it answers; in their order. */
export async function checkPrometheus(
  urls: readonly string[],
  { authorization, tls }: HttpConfig,
  userAgent: string,
  bounds = CHECK_BOUNDS,
): Promise<readonly PrometheusFinding[]> {
  return Promise.all(
    urls.map(async (url) =>
      findingOf(url, await new PrometheusAsker(bounds).ask({ url, authorization, tls, userAgent })),
    ),
  );
}

function findingOf(url: string, answer: Answer): PrometheusFinding {
  if (answer.state !== 'ok')
    return { isGood: false, sentence: `${url} does not answer as Prometheus: ${answer.reason} (${answer.state})` };
  const { sources } = answer.shown;
  if (sources === undefined) return { isGood: true, sentence: `${url} answers; it does not show its configuration` };
  const pools = poolsOfOurs(sources);
  return pools.length === 0
    ? { isGood: false, sentence: `${url} answers, but none of its scrape pools reads our files or polls our /http_sd` }
    : {
        isGood: true,
        sentence: `${url} answers; scrape pools that may read the groups: ${pools.map(quote).join(', ')}`,
      };
}
