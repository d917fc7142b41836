import type { JSX } from 'preact';

export function GroupsView(): JSX.Element {
  return <h1>Groups</h1>;
}
