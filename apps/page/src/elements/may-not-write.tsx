import type { GroupKey } from '@target-eye/client';
import type { JSX } from 'preact';
import { about, mayWrite, mayWriteSome } from '../service/about.js';
import { rightsText } from '../service/rights.js';
import { login, wantLogin } from '../service/session.js';
import { visible } from './visible.js';

/** Says why the reader may not write a group, or any group at all; nothing where they may. */
export function MayNotWrite({ group }: { readonly group?: GroupKey }): JSX.Element | null {
  const known = about.value;
  if (known === undefined || (group === undefined ? mayWriteSome.value : mayWrite(group))) return null;
  return (
    <p class="note">
      {visible(rightsText(known) ?? '')}.{' '}
      {login.value === undefined && known.logins.length > 0 && (
        <button type="button" onClick={wantLogin}>
          Log in
        </button>
      )}
    </p>
  );
}
