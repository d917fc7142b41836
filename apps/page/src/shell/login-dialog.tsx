import type { JSX } from 'preact';
import { Modal } from '../elements/modal.js';
import { logIn, loginWanted } from '../service/session.js';

/** Asks for a login while the service wants one. */
export function LoginDialog(): JSX.Element | null {
  const reason = loginWanted.value;
  if (reason === undefined) return null;
  return (
    <Modal
      title="Log in"
      onClose={() => {
        loginWanted.value = undefined;
      }}
    >
      <p>{reason}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { user, secret } = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
          logIn(user ? { user, password: secret ?? '' } : { token: secret ?? '' });
        }}
      >
        <label>
          User, empty for a token <input name="user" autocomplete="username" />
        </label>
        <label>
          Password or token <input name="secret" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit">Log in</button>
      </form>
    </Modal>
  );
}
