import type { JSX } from 'preact';

export function PasteManyView(): JSX.Element {
  return <h1>PasteMany</h1>;
}
