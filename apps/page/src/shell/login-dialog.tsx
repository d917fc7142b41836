import { TargetEyeError } from '@target-eye/client';
import { useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { Modal } from '../elements/modal.js';
import { visible } from '../elements/visible.js';
import { about } from '../service/about.js';
import { failureText } from '../service/failure-text.js';
import { type Login, logIn, loginWanted, offered, type Scheme } from '../service/session.js';

const NAMES: Readonly<Record<Scheme, string>> = { Bearer: 'Token', Basic: 'User and password' };

/** Asks for a login while one is wanted. */
export function LoginDialog(): JSX.Element | null {
  const reason = loginWanted.value;
  if (reason === undefined) return null;
  const schemes = offered.value.length > 0 ? offered.value : (about.value?.logins ?? []);
  return (
    <Modal title="Log in" onClose={cancel}>
      {reason !== '' && <p>{visible(reason)}.</p>}
      {schemes.length > 0 && <LoginForm schemes={schemes} />}
    </Modal>
  );
}

function cancel(): void {
  loginWanted.value = undefined;
}

function LoginForm({ schemes }: { readonly schemes: readonly Scheme[] }): JSX.Element {
  const [chosen, choose] = useState(schemes[0]);
  const [refusal, setRefusal] = useState('');
  const [isSent, setSent] = useState(false);
  const secret = useRef<HTMLInputElement>(null);
  const scheme = schemes.find((each) => each === chosen) ?? schemes[0];

  const send = async (login: Login): Promise<void> => {
    setSent(true);
    setRefusal('');
    try {
      await logIn(login);
    } catch (error) {
      setRefusal(error instanceof TargetEyeError ? failureText(error) : String(error));
      setSent(false);
      secret.current?.select();
    }
  };
  return (
    <form
      class="stacked"
      onSubmit={(event) => {
        event.preventDefault();
        const { user, secret = '' } = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
        void send(user === undefined ? { token: secret } : { user, password: secret });
      }}
    >
      {schemes.length > 1 && (
        <fieldset class="choices">
          <legend class="offscreen">Log in with</legend>
          {schemes.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="scheme"
                checked={each === scheme}
                onChange={() => {
                  choose(each);
                }}
              />
              {NAMES[each]}
            </label>
          ))}
        </fieldset>
      )}
      {scheme === 'Basic' && (
        <label>
          User <input name="user" autocomplete="username" required autofocus />
        </label>
      )}
      <label>
        {scheme === 'Basic' ? 'Password' : 'Token'}{' '}
        <input
          ref={secret}
          name="secret"
          type="password"
          autocomplete={scheme === 'Basic' ? 'current-password' : 'off'}
          required
          autofocus={scheme === 'Bearer'}
        />
      </label>
      {refusal !== '' && (
        <p class="note bad" role="alert">
          {visible(refusal)}
        </p>
      )}
      <button type="submit" disabled={isSent}>
        Log in
      </button>{' '}
      <button type="button" class="quiet" onClick={cancel}>
        Cancel
      </button>
    </form>
  );
}
