import type { JSX } from 'preact';
import { OutsideText } from '../elements/outside-text.js';
import { about } from '../service/about.js';
import { rightsText } from '../service/rights.js';
import { login, logOut, offered, wantLogin } from '../service/session.js';

/** Who one is for the service. Where nobody has to log in, nothing. */
export function Caller(): JSX.Element | null {
  const known = about.value;
  const name = known?.caller.name;
  const isLoggedIn = login.value !== undefined;
  const canChange = isLoggedIn || (known?.logins ?? offered.value).length > 0;
  return (
    <span class="caller">
      {name !== undefined && (
        <span title={known && rightsText(known)}>
          <OutsideText text={name} />
        </span>
      )}{' '}
      {/* The same button, so that it keeps the focus. */}
      {canChange && (
        <button type="button" onClick={isLoggedIn ? logOut : wantLogin}>
          {isLoggedIn ? 'Log out' : 'Log in'}
        </button>
      )}
    </span>
  );
}
