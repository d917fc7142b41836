import type { JSX } from 'preact';

export function WhyView(): JSX.Element {
  return <h1>Why</h1>;
}
