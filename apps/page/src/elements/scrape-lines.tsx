import type { AskedPrometheus, TargetInGroup } from '@target-eye/client';
import type { JSX } from 'preact';
import { Ago } from './ago.js';
import { OutsideLink } from './outside-link.js';
import { OutsideText } from './outside-text.js';
import { PrometheusLink } from './prometheus-link.js';
import { silentAmong } from './status-text.js';
import { StatusWord } from './status-word.js';

/** What each Prometheus makes of a target, and each of its scrape pools that has it: the word, the reason, the advice. */
export function ScrapeLines(props: {
  readonly target: TargetInGroup;
  readonly asked: readonly AskedPrometheus[];
}): JSX.Element {
  const { target, asked } = props;
  const { prometheus } = target;
  return (
    <ul class="scrapes">
      {prometheus.map(({ url, status, pool, scrape_url, last_scrape, duration_seconds, error, advice }, index) => (
        <li key={`${url} ${pool ?? ''}`}>
          <StatusWord status={status} /> <PrometheusLink url={url} target={target.target} pool={pool} status={status} />
          <span class="faint">
            {pool !== undefined && (
              <>
                , pool <OutsideText text={pool} />
              </>
            )}
            {last_scrape !== undefined && (
              <>
                , scraped <Ago time={last_scrape} />
              </>
            )}
            {duration_seconds !== undefined && ` in ${String(Math.round(duration_seconds * 1000))} ms`}
            {scrape_url !== undefined && (
              <>
                , <OutsideLink href={scrape_url}>metrics</OutsideLink>
              </>
            )}
          </span>
          {error !== undefined && (
            <p class="mono">
              <OutsideText text={error} />
            </p>
          )}
          {/* What is the same for several is said once, below the last of them. */}
          {advice !== undefined && prometheus[index + 1]?.advice !== advice && <p>{advice}</p>}
        </li>
      ))}
      {silentAmong(asked, prometheus).map(({ url, state, reason }) => (
        <li key={url}>
          <StatusWord status="unknown" /> <PrometheusLink url={url} />
          <p>{reason ?? state}</p>
        </li>
      ))}
    </ul>
  );
}
