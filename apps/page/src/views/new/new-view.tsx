import type { JSX } from 'preact';

export function NewGroupView(): JSX.Element {
  return <h1>NewGroup</h1>;
}
