import type { Request } from 'express';
import { type GroupKey, groupKey } from '@target-eye/domain';

/**
 * The target group that the URL of a route with `:application` and `:environment` names.
 * @throws TargetGroupError `invalid_name`
 */
export function keyOf({ params: { application, environment } }: Request): GroupKey {
  return groupKey(String(application), String(environment));
}
