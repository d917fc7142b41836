import type { JSX } from 'preact';

export function GroupView(): JSX.Element {
  return <h1>Group</h1>;
}
