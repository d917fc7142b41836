import { type Difference, type GroupKey, type Labels, shorten } from '@target-eye/domain';
import type { Request, Response } from 'express';
import { callerName } from './caller.js';
import { requestIdOf } from './request-id.js';
import { sourceOf } from './source.js';

/** Who sent a request and what it is about, for every log line about it. */
export function describeRequest(request: Request, response: Response): object {
  const { application, environment } = groupOf(response) ?? {};
  return {
    client: callerName(response),
    source: sourceOf(request),
    request_id: requestIdOf(response),
    verb: request.method,
    ...(application === undefined || environment === undefined
      ? { url: shorten(request.originalUrl.replace(/\?[^]*$/, '')) }
      : { group: `${shorten(escape(application))}/${shorten(escape(environment))}` }),
  };
}

/** A slash within a name is written as in the URL, so that no two groups look the same. */
function escape(name: string): string {
  return name.replace(/[%/]/g, encodeURIComponent);
}

/** The target group that a request is about, once that is known. */
function groupOf(response: Response): GroupKey | undefined {
  return response.locals['group'] as GroupKey | undefined;
}

/** Remembers the target group that a request is about. */
export function setGroup(response: Response, key: GroupKey): void {
  response.locals['group'] = key;
}

/** How much of each list a log line shows. */
const SHOWN = 20;

/** How many bytes of each list a log line shows, so that it stays far below the 48 KiB at which journald cuts lines. */
const SHOWN_BYTES = 2500;

/** What was added and removed, for a log line: of long lists the beginning and the length. */
export function describeDifference({ added, removed }: Difference): object {
  return {
    ...describeList('added_targets', added.targets.map(shorten)),
    ...describeList('added_labels', describeLabels(added.labels)),
    ...describeList('removed_targets', removed.targets.map(shorten)),
    ...describeList('removed_labels', describeLabels(removed.labels)),
  };
}

function describeLabels(labels: Labels): readonly string[] {
  return Object.entries(labels).map(([name, value]) => `${shorten(name)}=${shorten(value)}`);
}

function describeList(name: string, list: readonly string[]): object {
  const shown: string[] = [];
  let bytes = 0;
  for (const element of list.slice(0, SHOWN)) {
    bytes += Buffer.byteLength(JSON.stringify(element));
    if (bytes > SHOWN_BYTES) break;
    shown.push(element);
  }
  if (list.length === 0) return {};
  return shown.length === list.length ? { [name]: shown } : { [name]: shown, [`${name}_total`]: list.length };
}
