import type { IncomingMessage } from 'node:http';
import { type Precondition, quote } from '@target-eye/domain';
import { requestFault } from '../answer/request-error.js';

/** What the entity tag of a resource has to be (RFC 9110, section 13.1): any at all, or one of a list. */
export type TagCondition = '*' | readonly EntityTag[];

/** A tag as in a header, with its quotes, without the `W/` of a weak one. */
export interface EntityTag {
  readonly tag: string;
  readonly isWeak: boolean;
}

/** The strong entity tag that stands for a content with this revision. */
export function entityTag(revision: string): string {
  return `"${revision}"`;
}

/**
 * The tags of an `If-Match` or `If-None-Match` header; `undefined` without one. Several headers of the name are one list.
 * @throws RequestError `bad_request` for what is not a list of entity tags
 */
export function tagConditionOf(
  { headers }: Pick<IncomingMessage, 'headers'>,
  name: 'if-match' | 'if-none-match',
): TagCondition | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  if (value.trim() === '*') return '*';
  const tags: EntityTag[] = [];
  for (let rest = value.trim(); rest !== '';) {
    const match = TAG.exec(rest);
    if (match === null) break;
    tags.push({ tag: match[2] ?? '', isWeak: match[1] !== undefined });
    rest = rest.slice(match[0].length);
    if (rest === '') return tags;
  }
  const header = name === 'if-match' ? 'If-Match' : 'If-None-Match';
  throw requestFault(
    'bad_request',
    `the header ${header} is ${quote(value)}; it has to be * or entity tags in quotes, such as "abc", as ETag shows them`,
  );
}

/**
 * To which state of a resource a change may happen. Tags are compared as strong ones (RFC 9110, section 13.1.1), so that
 * a weak one is that of no state.
 * @throws RequestError `bad_request` for a condition that is malformed, or that would otherwise be ignored: what a client
 * asks to be spared must not happen
 */
export function preconditionOf(request: Pick<IncomingMessage, 'headers'>): Precondition | undefined {
  const [match, noneMatch] = [tagConditionOf(request, 'if-match'), tagConditionOf(request, 'if-none-match')];
  const { 'if-unmodified-since': since } = request.headers;
  if (match !== undefined && noneMatch !== undefined)
    throw requestFault(
      'bad_request',
      'the headers If-Match and If-None-Match exclude each other in a change; send one',
    );
  if (noneMatch === '*') return 'absent';
  if (noneMatch !== undefined)
    throw requestFault(
      'bad_request',
      `the header If-None-Match is ${quote(String(request.headers['if-none-match']))}; in a change it can only be *`,
    );
  if (match === '*') return 'present';
  if (match !== undefined) return { anyOf: match.flatMap(({ tag, isWeak }) => (isWeak ? [] : [tag.slice(1, -1)])) };
  if (since !== undefined)
    throw requestFault(
      'bad_request',
      `the header If-Unmodified-Since is ${quote(since)}; what is stored can change twice in a second, so send If-Match with the ETag`,
    );
  return undefined;
}

/** An entity tag and the comma after it (RFC 9110, section 8.8.3), which is missing only at the end. */
const TAG = /^(W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:$|(?:,[ \t]*)+(?=$|W\/"|"))/;

/**
 * Whether the client of a GET or HEAD already has what the tag stands for, so that 304 is the answer. The comparison is
 * weak (RFC 9110, section 13.1.2).
 */
export function isKnownToClient(request: Pick<IncomingMessage, 'headers'>, tag: string): boolean {
  const condition = tagConditionOf(request, 'if-none-match');
  if (condition === undefined) return false;
  return condition === '*' || condition.some((known) => known.tag === tag);
}
