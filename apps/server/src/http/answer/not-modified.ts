import { createHash, hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Revision, Work } from '@target-eye/domain';
import { entityTag, isKnownToClient } from '../request/conditions.js';
import { answerNotModified } from './answer.js';
import { httpDate } from './dates.js';

/** What an answer shows. */
export interface ShownState {
  /** Names the state, so that what shows it need not be sent again. */
  readonly revision: Revision;
  /** When it last became something else, in seconds since the epoch. */
  readonly changedAt?: number;
}

/**
 * Says in the headers of an answer what it shows, and answers 304 to a client that has that already.
 * @returns whether the answer is sent
 */
export function answeredNotModified(
  request: IncomingMessage,
  response: ServerResponse,
  { revision, changedAt }: ShownState,
): boolean {
  const tag = entityTag(revision);
  response.setHeader('ETag', tag);
  if (changedAt !== undefined) response.setHeader('Last-Modified', httpDate(changedAt, Date.now()));
  if (!isKnownToClient(request, tag)) return false;
  answerNotModified(response);
  return true;
}

/** A name for a part of all groups: their revision where nothing in particular is asked for, else a hash of both. */
export function revisionOfPart(revision: Revision, query: string): Revision {
  return query === '' ? revision : shortHash(`${revision} ${query}`);
}

/** A name for bytes, or for those that depend on everything in a text. */
export function shortHash(text: string | Buffer): Revision {
  return hash('sha256', text).slice(0, 32);
}

/** How many bytes are hashed between two pauses. */
const PORTION = 256 * 1024;

/** A name for bytes, which others that differ do not have. */
export function* revisionOfBytes(bytes: Buffer): Work<Revision> {
  const sum = createHash('sha256');
  for (let begin = 0; begin < bytes.length; begin += PORTION) {
    sum.update(bytes.subarray(begin, begin + PORTION));
    yield;
  }
  return sum.digest('hex').slice(0, 32);
}
