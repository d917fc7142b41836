import type { TargetInGroup } from '@target-eye/client';
import type { JSX } from 'preact';
import { Ago } from '../../elements/ago.js';
import { OutsideText } from '../../elements/outside-text.js';
import { PrometheusLink } from '../../elements/prometheus-link.js';
import { StatusWord } from '../../elements/status-word.js';

/** What one Prometheus makes of a target, in each of its scrape pools. */
export function ScrapeCell(props: {
  readonly target: string;
  readonly status: TargetInGroup | undefined;
  readonly url: string;
}): JSX.Element {
  const { target, status, url } = props;
  const on = status?.prometheus.filter((each) => each.url === url) ?? [];
  if (on.length === 0) return <span class="faint">{status === undefined ? '…' : 'no answer'}</span>;
  return (
    <>
      {on.map(({ status: word, pool, last_scrape, duration_seconds, error, advice }) => (
        <div key={pool}>
          <PrometheusLink url={url} target={target} pool={pool} status={word}>
            <StatusWord status={word} />
          </PrometheusLink>{' '}
          <span class="faint">
            {last_scrape !== undefined && <Ago time={last_scrape} />}
            {duration_seconds !== undefined && ` ${String(Math.ceil(duration_seconds * 1000))} ms`}
            {pool !== undefined && (
              <>
                {' '}
                <OutsideText text={pool} />
              </>
            )}
          </span>
          {error !== undefined && (
            <div>
              <OutsideText text={error} />
            </div>
          )}
          {advice !== undefined && (
            <div class="faint">
              <OutsideText text={advice} />
            </div>
          )}
        </div>
      ))}
    </>
  );
}
