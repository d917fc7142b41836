import { type GroupKey, matchesEveryGroup, matchesGroupPattern } from '@target-eye/domain';
import type { AccessRules, Client } from './access-file.js';
import type { Login } from './login.js';
import { PasswordCheck } from './password-check.js';
import { clientWithToken } from './token.js';

/** The sender of a request. */
export type Caller =
  | { readonly kind: 'anonymous' }
  /** A user of the web config file who is not a client of the access file. */
  | { readonly kind: 'user'; readonly name: string }
  /** The holder of a verified certificate that belongs to no client. */
  | { readonly kind: 'certificate'; readonly name: string }
  | { readonly kind: 'client'; readonly name: string; readonly client: Client };

export const ANONYMOUS: Caller = { kind: 'anonymous' };

/** What decides about rights. Each function returns what is in force when it is called. */
export interface AccessSources {
  /** Names and bcrypt hashes of the web config file. */
  readonly users: () => ReadonlyMap<string, string>;
  /** The access file, `undefined` where there is none. */
  readonly rules: () => AccessRules | undefined;
  /** Whether GET needs no login where there is no access file. */
  readonly readsWithoutLogin: boolean;
}

/**
 * * Decides who may do what. Without users and without an access file everybody may do everything. With users only,
 * every user may do everything. With an access file its clients may read everything and write what their patterns
 * match, and everybody else has the rights of `anonymous`.
 */
export class AccessControl {
  constructor(
    private readonly sources: AccessSources,
    private readonly passwords = new PasswordCheck(),
  ) {}

  /**
   * Identifies the caller. A login outranks a client certificate, and a wrong login is never treated as none.
   * @param login the Authorization header
   * @param certificates the common names of the certificate that the connection was opened with, if it is verified
   * @returns `wrong` if the login belongs to nobody, `busy` if too many passwords are being checked
   */
  async identify(login: Login, certificates: readonly string[]): Promise<Caller | 'wrong' | 'busy'> {
    if (this.isOpen()) return this.holderOf(certificates);
    switch (login.scheme) {
      case 'Basic':
        return this.userWith(login.user, login.password);
      case 'Bearer': {
        const client = clientWithToken(this.sources.rules()?.clients ?? [], login.token);
        return client === undefined ? 'wrong' : asCaller(client);
      }
      case 'unknown':
        return 'wrong';
    }
  }

  mayRead(caller: Caller): boolean {
    const rules = this.sources.rules();
    if (rules !== undefined) return caller.kind === 'client' || rules.anonymous === 'read';
    return this.isOpen() || caller.kind === 'user' || this.sources.readsWithoutLogin;
  }

  mayWrite(caller: Caller, key: GroupKey): boolean {
    if (this.sources.rules() === undefined) return this.isOpen() || caller.kind === 'user';
    return caller.kind === 'client' && caller.client.write.some((pattern) => matchesGroupPattern(pattern, key));
  }

  /** Whether the caller may write every group, whatever it is called. */
  mayWriteEverything(caller: Caller): boolean {
    if (this.sources.rules() === undefined) return this.isOpen() || caller.kind === 'user';
    return caller.kind === 'client' && caller.client.write.some(matchesEveryGroup);
  }

  /** Whether the caller may write some groups. */
  mayWriteSomething(caller: Caller): boolean {
    if (this.sources.rules() === undefined) return this.isOpen() || caller.kind === 'user';
    return caller.kind === 'client' && caller.client.write.length > 0;
  }

  /** The groups that the caller may write, as patterns of the access file. */
  writePatterns(caller: Caller): readonly string[] {
    if (this.sources.rules() === undefined) return this.mayWriteEverything(caller) ? ['*/*'] : [];
    return caller.kind === 'client' ? caller.client.write.map(({ text }) => text) : [];
  }

  /** The schemes that somebody can log in with. */
  schemes(): readonly ('Bearer' | 'Basic')[] {
    const rules = this.sources.rules();
    const users = this.sources.users();
    const hasTokens = rules?.clients.some(({ tokenSha256 }) => tokenSha256 !== undefined) ?? false;
    const hasPasswords =
      rules?.clients.some(({ basicAuthUser }) => basicAuthUser !== undefined && users.has(basicAuthUser)) ??
      users.size > 0;
    return [...(hasTokens ? (['Bearer'] as const) : []), ...(hasPasswords ? (['Basic'] as const) : [])];
  }

  /** Whether somebody can log in with a client certificate. */
  takesCertificates(): boolean {
    return this.sources.rules()?.clients.some(({ certificateCn }) => certificateCn !== undefined) ?? false;
  }

  /** Whether nobody has to log in, so that everybody may do everything. */
  isOpen(): boolean {
    return this.sources.rules() === undefined && this.sources.users().size === 0;
  }

  /** The caller of a request without a login; `certificates` as for `identify`. */
  holderOf(certificates: readonly string[]): Caller {
    const [name] = certificates;
    const clients = this.isOpen() ? [] : this.sources.rules()?.clients;
    // Without an access file only passwords let people in; a certificate concerns the connection alone.
    if (name === undefined || clients === undefined) return ANONYMOUS;
    const holders = clients.filter(
      ({ certificateCn }) => certificateCn !== undefined && certificates.includes(certificateCn),
    );
    const [client, other] = holders;
    return client === undefined || other !== undefined ? { kind: 'certificate', name } : asCaller(client);
  }

  private async userWith(user: string, password: string): Promise<Caller | 'wrong' | 'busy'> {
    const verdict = await this.passwords.check(this.sources.users(), user, password);
    if (verdict !== 'right') return verdict;
    const client = this.sources.rules()?.clients.find(({ basicAuthUser }) => basicAuthUser === user);
    return client === undefined ? { kind: 'user', name: user } : asCaller(client);
  }
}

function asCaller(client: Client): Caller {
  return { kind: 'client', name: client.name, client };
}
