import type { ComponentChildren, JSX } from 'preact';
import { OutsideLink } from './outside-link.js';
import { prometheusPage, type Sought } from './prometheus-url.js';
import { prometheusName } from './status-text.js';

/** A link to the page of a Prometheus, `url` as the service tells it, that shows a target, or all of them. */
export function PrometheusLink(
  props: Sought & { readonly url: string; readonly children?: ComponentChildren },
): JSX.Element {
  const { url, children, ...sought } = props;
  return (
    <OutsideLink href={prometheusPage(url, sought, globalThis.location.hostname)}>
      {children ?? <bdi>{prometheusName(url)}</bdi>}
    </OutsideLink>
  );
}
