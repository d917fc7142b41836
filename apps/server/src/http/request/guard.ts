import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { describeKey, type GroupKey, quote, shorten } from '@target-eye/domain';
import type { AccessControl, Caller } from '../../access/access-control.js';
import { certificateNames, type Login, parseAuthorization } from '../../access/login.js';
import { looksLikeToken } from '../../access/token.js';
import type { HttpEvents } from '../events/http-events.js';
import { type Exchange, exchangeOf, knownKey } from './exchange.js';
import { type FailureHeaders, requestFault } from '../answer/request-error.js';

/** Identifies callers, and lets through only those who have the right. */
export class Guard {
  constructor(
    private readonly access: AccessControl,
    private readonly events: Pick<HttpEvents, 'loginRefused'>,
  ) {}

  /** Identifies the caller. It answers 401 to a wrong login, also where no login is needed. It comes before all routes. */
  readonly identify: RequestHandler = (request, response, next) => {
    const { authorization } = request.headers;
    const exchange = exchangeOf(response);
    if (authorization === undefined) {
      exchange.caller = this.access.holderOf(certificateNames(request.socket));
      next();
    } else this.logIn(parseAuthorization(authorization), exchange).then(next, next);
  };

  /** Lets through callers who may read. */
  readonly read: RequestHandler = (request, response, next) => {
    const { caller } = exchangeOf(response);
    if (!this.access.mayRead(caller)) {
      if (caller.kind === 'anonymous') throw this.loginRequired(request);
      throw requestFault('not_permitted', `${describe(caller)} is not a client of the access file and may not read`);
    }
    next();
  };

  /** Lets through callers who may write the group of the exchange. It belongs before the handler that reads the body. */
  readonly write: RequestHandler = (_request, response, next) => {
    const exchange = exchangeOf(response);
    this.checkWrite(exchange, knownKey(exchange));
    next();
  };

  /** @throws RequestError when the caller may not write a group */
  checkWrite({ caller, request }: Exchange, key: GroupKey): void {
    if (this.access.mayWrite(caller, key)) return;
    if (caller.kind === 'anonymous') throw this.loginRequired(request);
    throw requestFault('not_permitted', whyNotWrite(caller, key));
  }

  /** Lets through callers who may write any group at all; which ones the handler has to check. */
  readonly writeSome: RequestHandler = (request, response, next) => {
    const { caller } = exchangeOf(response);
    if (!this.access.mayWriteSomething(caller)) {
      if (caller.kind === 'anonymous') throw this.loginRequired(request);
      throw requestFault('not_permitted', `${describe(caller)} may not write any group`);
    }
    next();
  };

  /** Whether a caller may write a group that a change concerns besides its own; any group at all for `undefined`. */
  mayAlsoWrite(caller: Caller, key: GroupKey | undefined): boolean {
    return key === undefined ? this.access.mayWriteEverything(caller) : this.access.mayWrite(caller, key);
  }

  /**
   * Lets through callers who may reload the files of the service: those who may write every group, and nobody where no
   * login is needed.
   */
  readonly reload: RequestHandler = (request, response, next) => {
    const { caller } = exchangeOf(response);
    if (this.access.isOpen())
      throw requestFault(
        'reload_needs_logins',
        'nobody has to log in here, so nobody may ask for a reload; send SIGHUP to the process instead',
      );
    if (!this.access.mayWriteEverything(caller)) {
      if (caller.kind === 'anonymous') throw this.loginRequired(request);
      throw requestFault('not_permitted', `${describe(caller)} may not write every group, which a reload needs`);
    }
    next();
  };

  private async logIn(login: Login, exchange: Exchange): Promise<void> {
    const caller = await this.access.identify(login, certificateNames(exchange.request.socket));
    if (typeof caller === 'string') throw this.refused(login, caller, exchange);
    exchange.caller = caller;
  }

  private refused(login: Login, reason: 'wrong' | 'busy', exchange: Exchange): Error {
    const { scheme } = login;
    const user = login.scheme === 'Basic' && !looksLikeToken(login.user) ? shorten(login.user) : undefined;
    this.events.loginRefused(exchange, { scheme, user, reason });
    if (reason === 'busy')
      return requestFault('too_many_logins', 'too many passwords are being checked at this moment; try again later');
    return requestFault('login_failed', WHY_FAILED[scheme], this.challenge(exchange.request));
  }

  private loginRequired(request: Asking): Error {
    const certificate = this.access.takesCertificates() ? ['a client certificate'] : [];
    const ways = [...this.access.schemes().map((scheme) => WAYS[scheme]), ...certificate];
    return requestFault(
      'login_required',
      ways.length === 0
        ? 'this needs a login, and nobody has one: name clients in the access file'
        : `this needs a login: send ${ways.join(' or ')}`,
      this.challenge(request),
    );
  }

  /** A 401 has to name a scheme (RFC 9110, section 15.5.2), even where certificates are the only way in. */
  private challenge(request: Asking): FailureHeaders {
    const schemes = this.access.schemes();
    const challenges = isOfScript(request) ? CHALLENGES_TO_SCRIPTS : CHALLENGES;
    return {
      'WWW-Authenticate': schemes.length === 0 ? challenges.Bearer : schemes.map((scheme) => challenges[scheme]),
    };
  }
}

type Asking = Pick<IncomingMessage, 'headers'>;

/** Whether the script of a page sends it, and says so with the header that scripts have used for that ever since. */
function isOfScript({ headers }: Asking): boolean {
  return headers['x-requested-with'] === 'XMLHttpRequest';
}

const CHALLENGES = {
  Bearer: 'Bearer realm="target-eye"',
  Basic: 'Basic realm="target-eye", charset="UTF-8"',
};

/** A browser would ask for user and password itself where it reads `Basic`, before the script gets to see the answer. */
const CHALLENGES_TO_SCRIPTS = { ...CHALLENGES, Basic: `X-${CHALLENGES.Basic}` };

const WAYS = { Bearer: 'a token (Authorization: Bearer)', Basic: 'user and password (Authorization: Basic)' };

const WHY_FAILED: Readonly<Record<Login['scheme'], string>> = {
  Basic: 'the user or the password is wrong',
  Bearer: 'the token is not known',
  unknown: 'the Authorization header is not understood; it is Basic or Bearer, a space, and what belongs to it',
};

/** How many patterns a message shows. */
const MAX_PATTERNS_SHOWN = 10;

function whyNotWrite(caller: Exclude<Caller, { kind: 'anonymous' }>, key: GroupKey): string {
  const group = describeKey(key);
  if (caller.kind !== 'client')
    return `${describe(caller)} is not a client of the access file and may not write ${group}`;
  const { write } = caller.client;
  const shown = write.slice(0, MAX_PATTERNS_SHOWN).map(({ text }) => shorten(text));
  const more = write.length > MAX_PATTERNS_SHOWN ? ` and ${String(write.length - MAX_PATTERNS_SHOWN)} more` : '';
  const patterns =
    write.length === 0 ? 'it has no write patterns' : `its write patterns are ${shown.join(', ')}${more}`;
  return `${describe(caller)} may not write ${group}; ${patterns}`;
}

function describe(caller: Exclude<Caller, { kind: 'anonymous' }>): string {
  return `the ${caller.kind === 'certificate' ? 'certificate of' : caller.kind} ${quote(caller.name)}`;
}
