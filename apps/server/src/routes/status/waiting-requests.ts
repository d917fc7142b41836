import type { Response } from 'express';
import type { GroupStatus, Observation, ScrapeWaits, WaitingPlace, WaitOutcome, Wish } from '@target-eye/domain';
import { requestFault } from '../../http/answer/request-error.js';
import { exchangeOf } from '../../http/request/exchange.js';
import { prometheusNotSet } from '../../http/request/wait.js';
import type { Advisor } from './advice.js';
import { changedAgain, notUp, stopping } from './wait-failures.js';

/** Requests that wait until targets are up. */
export class WaitingRequests {
  /** @param waits `undefined` where there is no Prometheus to ask, so that nobody can wait */
  constructor(
    private readonly waits: ScrapeWaits | undefined,
    private readonly advise: Advisor,
  ) {}

  /**
   * Takes a place for a request, before anything is stored that it then waits for. It is given back when the request is
   * over, however it ends.
   * @throws RequestError `prometheus_not_set`, `too_many_waiting`
   */
  enter(response: Response): WaitingRequest {
    if (this.waits === undefined) throw prometheusNotSet();
    const place = this.waits.enter();
    if (place === undefined)
      throw requestFault(
        'too_many_waiting',
        'too many requests wait already until targets are up, and nothing was changed; try again later, or without wait=up',
      );
    response.once('close', () => {
      place.leave();
    });
    return new WaitingRequest(place, response, this.advise);
  }
}

/** A request that may wait. */
export class WaitingRequest {
  constructor(
    private readonly place: WaitingPlace,
    private readonly response: Response,
    private readonly advise: Advisor,
  ) {}

  /**
   * Resolves when what is waited for is up; with `undefined` when the client has left, so that nobody needs an answer.
   * @param patience how long it takes at most, in milliseconds
   * @throws NotUpError; RequestError `stopping`
   */
  async untilUp(wish: Wish, patience: number): Promise<GroupStatus | undefined> {
    const exchange = exchangeOf(this.response);
    exchange.act = 'wait';
    // Nothing is sent meanwhile, which for once does not make the connection idle.
    this.response.socket?.setTimeout(0);
    const begin = performance.now();
    const outcome = await this.place.until(wish, patience / 1000);
    exchange.waited = (performance.now() - begin) / 1000;
    const seen = lastSeen(outcome, wish, patience, this.advise);
    return (
      seen && { judged: { stored: seen.stored, targets: seen.targets.map(({ judged }) => judged) }, facts: seen.facts }
    );
  }
}

function lastSeen(outcome: WaitOutcome, wish: Wish, patience: number, advise: Advisor): Observation | undefined {
  switch (outcome.end) {
    case 'up':
      return outcome.last;
    case 'left':
      return undefined;
    case 'stopping':
      throw stopping(wish);
    case 'changed':
      throw changedAgain(wish, outcome.missing);
    case 'certain':
    case 'timeout':
      throw notUp({ end: outcome.end, last: outcome.last }, wish, patience, advise);
  }
}
