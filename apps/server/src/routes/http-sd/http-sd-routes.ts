import type { IRouter, Request, RequestHandler } from 'express';
import type { DiscoveredGroups, Discovery, Revision, Turns } from '@target-eye/domain';
import { answer } from '../../http/answer/answer.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { answeredNotModified, revisionOfPart } from '../../http/answer/not-modified.js';
import { entityTag } from '../../http/request/conditions.js';
import { GROUP_FILTER, selectorOf } from '../../http/request/group-filter.js';
import type { Guard } from '../../http/request/guard.js';
import { readQuery } from '../../http/request/query.js';
import { filterName, SharedLists } from './shared-lists.js';

export interface HttpSdParts {
  readonly discovery: Discovery;
  readonly guard: Guard;
  readonly turns: Turns;
  readonly aged: RequestHandler;
}

/** Adds `/http_sd`, which Prometheus polls (`http_sd_configs`). */
export function addHttpSdRoutes(router: IRouter, parts: HttpSdParts): void {
  const { guard, aged } = parts;
  router.route('/http_sd').get(guard.read, aged, show(parts)).all(guard.read, refuseOthers('/http_sd'));
}

function show({ discovery, turns }: HttpSdParts): RequestHandler {
  const lists = new SharedLists(discovery, turns);
  return async (request, response) => {
    const selector = selectorOf(readQuery(request.url, GROUP_FILTER));
    const filter = filterName(selector);
    const isZipped = acceptsGzip(request);
    const nameOf = ({ revision }: DiscoveredGroups) => tagOf(revision, filter, isZipped);
    response.setHeader('Vary', 'Accept-Encoding');
    // Before the list is made: it takes long compared with finding out that it is not needed.
    if (answeredNotModified(request, response, { revision: nameOf(await discovery.groups(selector)) })) return;
    const { of, plain, zipped } = await lists.of(filter, selector).current();
    const body = isZipped ? await zipped() : plain;
    response.setHeader('ETag', entityTag(nameOf(of)));
    if (isZipped) response.setHeader('Content-Encoding', 'gzip');
    answer(response, 200, body);
  };
}

/** Whether a client would rather have gzip, under either of its names (RFC 9110, section 8.4.1.3). */
function acceptsGzip(request: Request): boolean {
  const prefers = (name: string): boolean => request.acceptsEncodings(name, 'identity') === name;
  const isNamedOld = /\bx-gzip\b/i.test(request.headers['accept-encoding']?.toString() ?? '');
  return prefers('gzip') || (isNamedOld && prefers('x-gzip'));
}

/** The revision of all groups names the whole list. What else the bytes depend on goes into a hash, or is added. */
function tagOf(revision: Revision, filter: string, isZipped: boolean): string {
  const name = revisionOfPart(revision, filter);
  return isZipped ? `${name}-gzip` : name;
}
