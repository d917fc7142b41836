import type { DisagreedTarget } from '@target-eye/client';
import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { GroupLink } from '../../elements/group-link.js';
import { PrometheusLink } from '../../elements/prometheus-link.js';
import { prometheusName } from '../../elements/status-text.js';
import { StatusWord } from '../../elements/status-word.js';
import { hrefOf } from '../../place/url.js';
import { keyOf } from '../../service/held-groups.js';
import type { Comparison } from './comparison.js';

/** How many targets are listed until the reader asks for all. */
const MAX_LISTED = 50;

/** Several Prometheus side by side: what all scrape, only some, none. */
export function Compared(props: {
  readonly comparison: Comparison;
  readonly disagreeing: readonly DisagreedTarget[];
}): JSX.Element {
  const { comparison, disagreeing } = props;
  const { all, upOnAll, upOnSome, upOnNone, upOnOne } = comparison;
  const rows: readonly (readonly [string, number])[] = [
    ['up on all of them', upOnAll],
    ...(upOnOne === undefined
      ? ([['up on some of them only', upOnSome]] as const)
      : [...upOnOne].map(([url, targets]) => [`up on ${prometheusName(url)} only`, targets.length] as const)),
    ['up on none of them', upOnNone],
  ];
  return (
    <>
      <h2>Side by side</h2>
      <table class="figures">
        <tbody>
          {rows.map(([what, number]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{number.toLocaleString('en')}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">targets</th>
            <td>{all.toLocaleString('en')}</td>
          </tr>
        </tbody>
      </table>
      {upOnSome > 0 && <Disagreeing targets={disagreeing} number={upOnSome} />}
    </>
  );
}

function Disagreeing(props: { readonly targets: readonly DisagreedTarget[]; readonly number: number }): JSX.Element {
  const { targets, number } = props;
  const [isWhole, showAll] = useState(false);
  const shown = isWhole ? targets : targets.slice(0, MAX_LISTED);
  return (
    <>
      <h3>Not the same on all</h3>
      <ul>
        {shown.map(({ target, prometheus, ...group }) => (
          <li key={`${target} ${keyOf(group)}`}>
            <a class="mono" href={hrefOf('why', { target })}>
              {target}
            </a>{' '}
            of <GroupLink group={group} />:{' '}
            {prometheus.map(({ url, status }, index) => (
              <span key={url}>
                {index > 0 && ', '}
                <StatusWord status={status} /> on <PrometheusLink url={url} target={target} status={status} />
              </span>
            ))}
          </li>
        ))}
      </ul>
      {shown.length < targets.length && (
        <button
          type="button"
          onClick={() => {
            showAll(true);
          }}
        >
          Show {targets.length.toLocaleString('en')}
        </button>
      )}
      {targets.length < number && <p>These are the first of {number.toLocaleString('en')}.</p>}
    </>
  );
}
