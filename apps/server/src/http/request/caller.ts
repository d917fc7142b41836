import type { Response } from 'express';
import { ANONYMOUS, type Caller } from '../../access/access-control.js';

/** Keeps who sends the request with the answer to it. */
export function setCaller(response: Response, caller: Caller): void {
  response.locals['caller'] = caller;
}

/** Who sends the request, as far as it is known yet. */
export function callerOf(response: Response): Caller {
  return (response.locals['caller'] as Caller | undefined) ?? ANONYMOUS;
}

/** The name of the client, user or certificate for logs; `undefined` without a login. */
export function callerName(response: Response): string | undefined {
  const caller = callerOf(response);
  return caller.kind === 'anonymous' ? undefined : caller.name;
}
