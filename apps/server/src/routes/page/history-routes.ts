import type { IRouter, RequestHandler } from 'express';
import type { ScrapeStatus, StatusSample } from '@target-eye/domain';
import type * as Wire from '@target-eye/http-api';
import { answer } from '../../http/answer/answer.js';
import { isoDate } from '../../http/answer/dates.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import type { Guard } from '../../http/request/guard.js';
import { readQuery } from '../../http/request/query.js';
import { prometheusNotSet } from '../../http/request/wait.js';

export interface HistoryParts {
  /** `undefined` where there is no Prometheus to ask. */
  readonly status: ScrapeStatus | undefined;
  readonly guard: Guard;
}

const HISTORY_PATH = '/-/ui/history';

/** Adds what the page draws: how many targets there were of each status in the last hour. */
export function addHistoryRoutes(router: IRouter, parts: HistoryParts): void {
  const { guard } = parts;
  router.route(HISTORY_PATH).get(guard.read, show(parts)).all(guard.read, refuseOthers(HISTORY_PATH));
}

function show({ status }: HistoryParts): RequestHandler {
  return async (request, response) => {
    readQuery(request.url, {});
    if (status === undefined) throw prometheusNotSet();
    const history: Wire.StatusHistory = { samples: (await status.history()).map(describeSample) };
    answer(response, 200, `${JSON.stringify(history)}\n`);
  };
}

function describeSample({ at, targets }: StatusSample): Wire.StatusHistory['samples'][number] {
  return { at: isoDate(at), targets };
}
