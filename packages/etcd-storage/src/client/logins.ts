/** A user of etcd. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** The token that the cluster gives for a user and a password; all its nodes take it. */
export class Logins {
  private login: Login | undefined;
  private asked: Promise<string | undefined> | undefined;
  private token: string | undefined;

  /** @param current the login that applies now, asked for anew each time */
  constructor(private readonly current: () => Login | undefined) {}

  get isNeeded(): boolean {
    return this.current() !== undefined;
  }

  /**
   * The token to be sent; `undefined` for none.
   * @param ask gets a token; its answer is shared by all who wait, and kept
   */
  async get(ask: (login: Login) => Promise<string | undefined>): Promise<string | undefined> {
    const login = this.current();
    if (login === undefined) return undefined;
    if (this.login?.username !== login.username || this.login.password !== login.password) this.asked = undefined;
    this.login = login;
    this.asked ??= this.fetched(ask(login));
    return this.asked;
  }

  /** This token, or none, is not enough any more. */
  forget(token: string | undefined): void {
    if (token === this.token) this.asked = undefined;
  }

  private fetched(token: Promise<string | undefined>): Promise<string | undefined> {
    const asked = token.then(
      (value) => {
        if (this.asked === asked) this.token = value;
        return value;
      },
      (error: unknown) => {
        if (this.asked === asked) this.asked = undefined;
        throw error;
      },
    );
    return asked;
  }
}
