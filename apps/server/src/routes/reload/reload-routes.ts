import type { IRouter, RequestHandler } from 'express';
import type { ReloadOutcome } from '../../operator-files/reload-events.js';
import { answer, answerFailure } from '../../http/answer/answer.js';
import { describeExchange, exchangeOf } from '../../http/request/exchange.js';
import { refuseCrossSite } from '../../http/request/cross-site.js';
import type { Check } from '../../http/request/url-checks.js';
import { failureOf } from '../../http/answer/failure.js';
import type { Guard } from '../../http/request/guard.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { RequestError } from '../../http/answer/request-error.js';

/**
 * Reloads everything that can change while the service runs, and says in the log what it came to.
 * @param by what it was asked with
 * @param who what every line of the log about a request has
 */
export type Reload = (by: string, who: object) => readonly ReloadOutcome[];

/** Prometheus' path. */
const RELOAD_PATH = '/-/reload';

/** Marks requests that would be a change elsewhere as a reload, whatever refuses them. */
export const markReload: Check = ({ path }, response) => {
  const exchange = exchangeOf(response);
  if (path === RELOAD_PATH && exchange.act === 'change') exchange.act = 'reload';
};

/** Adds `/-/reload` for those who may write every group. The answer comes when the reload is done. */
export function addReloadRoutes(router: IRouter, guard: Guard, reload: Reload): void {
  const run: RequestHandler = (_request, response) => {
    const outcomes = reload(RELOAD_PATH, describeExchange(exchangeOf(response)));
    const [first, ...others] = outcomes.filter(({ error }) => error !== undefined).map(({ what }) => faultOf(what));
    if (first === undefined) {
      const files = outcomes.map(({ what }) => what);
      answer(response, 200, `${JSON.stringify({ status: 'reloaded', files })}\n`);
      return;
    }
    // Not thrown: the reload has its line in the log already.
    answerFailure(response, failureOf(new RequestError([first, ...others])));
  };
  router.route(RELOAD_PATH).post(refuseCrossSite, guard.reload, run).all(guard.read, refuseOthers(RELOAD_PATH));
}

/** The reason quotes paths and what stands in files, so that it is for the log alone. */
function faultOf(what: string) {
  return {
    path: '',
    code: 'reload_failed',
    message: `${what} cannot be used, and what was read from it before stays in force; the log says why`,
  } as const;
}
