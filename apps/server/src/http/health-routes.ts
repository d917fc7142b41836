import { Router } from 'express';
import type { GroupKey } from '@target-eye/domain';
import { answer } from './answer.js';
import { allowOnly } from './method-not-allowed.js';

/** What the health answers are made of. */
export interface Health {
  countGroups(): number;
  /** The files that are not understood; `key` is unknown for a file of the predecessor. */
  listUnreadable(): readonly { readonly name: string; readonly key: GroupKey | undefined; readonly reason: string }[];
}

/** `/-/healthy` and `/-/ready`, Prometheus' paths. */
export function healthRoutes(health: Health): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router
    .route('/-/healthy')
    .get((_request, response) => {
      const unreadable = health
        .listUnreadable()
        .map(({ name, key, reason }) => ({ ...(key ?? { file: name }), reason }));
      answer(response, 200, toJson({ status: 'healthy', groups: health.countGroups(), unreadable }));
    })
    .all(allowOnly('GET, HEAD'));
  router
    .route('/-/ready')
    .get((_request, response) => {
      answer(response, 200, toJson({ status: 'ready' }));
    })
    .all(allowOnly('GET, HEAD'));
  return router;
}

function toJson(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
