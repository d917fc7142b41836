import type { JSX } from 'preact';
import { agoText, now } from '../elements/ago.js';
import { PrometheusState } from '../elements/prometheus-state.js';
import { prometheusName } from '../elements/status-text.js';
import { place } from '../place/place.js';
import { hrefOf, type View } from '../place/url.js';
import { statusOfAll } from '../service/polls.js';
import { silentSince } from '../service/session.js';
import { Caller } from './caller.js';

const LINKS: readonly (readonly [View, string])[] = [
  ['groups', 'Groups'],
  ['why', 'Why?'],
  ['prometheus', 'Prometheus'],
];

/** What stands on top of every view: where one can go, and whether the Prometheus answer. */
export function Header(): JSX.Element {
  return (
    <header>
      <a class="skip" href="#main" onClick={skip}>
        Skip to content
      </a>
      <strong>Target-eye</strong>
      <nav aria-label="Views">
        {LINKS.map(([view, name]) => (
          <a key={view} href={hrefOf(view)} aria-current={place.value.view === view ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <PrometheusStates />
      <Caller />
    </header>
  );
}

/** The fragment of the URL says which view is shown, so it cannot name an element. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** For each Prometheus whether it answers, and how old its answer is. */
function PrometheusStates(): JSX.Element {
  const asked = statusOfAll.known.value.value?.prometheus ?? [];
  const isSilent = silentSince.value !== undefined;
  return (
    <ul class="states" aria-label="Prometheus">
      {asked.map(({ url, state, reason, asked_at }) => (
        <li key={url} title={reason ?? `${url} answers`}>
          <bdi>{prometheusName(url)}</bdi>{' '}
          {isSilent ? <span class="status unknown">not known</span> : <PrometheusState state={state} />}{' '}
          {!isSilent && state === 'ok' && asked_at !== undefined && agoText(Date.parse(asked_at), now.value)}
        </li>
      ))}
    </ul>
  );
}
