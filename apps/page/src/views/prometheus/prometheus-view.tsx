import type { AskedPrometheus } from '@target-eye/client';
import type { JSX } from 'preact';
import { Ago } from '../../elements/ago.js';
import { CodeBlock } from '../../elements/code-block.js';
import { FailureNote } from '../../elements/failure-note.js';
import { PrometheusLink } from '../../elements/prometheus-link.js';
import { PrometheusState } from '../../elements/prometheus-state.js';
import { visible } from '../../elements/visible.js';
import { about, hasPrometheus } from '../../service/about.js';
import { statusOfAll } from '../../service/polls.js';
import { History } from '../history/history.js';
import { LastHour } from '../history/last-hour.js';
import { comparisonOf } from './comparison.js';
import { Compared } from './compared.js';
import { Connect } from './connect.js';
import { WAYS } from './ways.js';

/** The Prometheus that are asked, how far they agree, and how to connect another. */
export function PrometheusView(): JSX.Element {
  const { value, failure } = statusOfAll.known.value;
  const comparison = value && comparisonOf(value);
  return (
    <>
      <h1>Prometheus</h1>
      {failure !== undefined && <FailureNote failure={failure} />}
      {hasPrometheus.value
        ? value && <Asked prometheus={value.prometheus} />
        : about.value !== undefined && <NoneAsked />}
      {comparison !== undefined && value !== undefined && (
        <Compared comparison={comparison} disagreeing={value.disagreeing} />
      )}
      <History load={() => Promise.resolve({ LastHour })} />
      {about.value !== undefined && <Connect directory={about.value.file_sd_directory} />}
    </>
  );
}

function Asked({ prometheus }: { readonly prometheus: readonly AskedPrometheus[] }): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          <th>Prometheus</th>
          <th>state</th>
          <th>asked</th>
        </tr>
      </thead>
      <tbody>
        {prometheus.map(({ url, state, reason, asked_at }) => (
          <tr key={url}>
            <th scope="row">
              <PrometheusLink url={url} />
            </th>
            <td>
              <PrometheusState state={state} />
              {reason !== undefined && `: ${visible(reason)}`}
            </td>
            <td>{asked_at !== undefined && <Ago time={asked_at} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NoneAsked(): JSX.Element {
  return (
    <>
      <p class="note">No Prometheus is asked what became of targets. {WAYS.ask}</p>
      <CodeBlock text="PROMETHEUS_URLS=http://localhost:9090" what="the setting that names a Prometheus" />
      <p>
        This goes into the environment of Target-eye, or as <code>prometheus_urls</code> into its configuration file.
        Several URLs are separated by commas.
      </p>
    </>
  );
}
