import type { JSX } from 'preact';
import { counted } from '../../elements/counted.js';
import type { Look } from './look.js';

/** Says what a text is taken for. */
export function SaysForm({ look: { form, groups, isBusy } }: { readonly look: Look }): JSX.Element {
  return (
    <p class="faint" aria-live="polite">
      {form !== undefined && `Taken for ${form === 'hosts' ? 'a list of hosts' : form}`}
      {groups?.hasForm && `: ${sizeOf(groups.groups, form === 'hosts')}`}
      {form !== undefined && isBusy && ' …'}
    </p>
  );
}

function sizeOf(groups: readonly { readonly targets: readonly string[] }[], isHosts: boolean): string {
  const targets = counted(
    groups.reduce((sum, group) => sum + group.targets.length, 0),
    'target',
  );
  return isHosts ? targets : `${counted(groups.length, 'group')} with ${targets}`;
}
