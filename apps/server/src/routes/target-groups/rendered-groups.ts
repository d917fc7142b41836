import { encodeFileSd, type StoredGroup, type TargetGroup } from '@target-eye/domain';
import { bodyOf } from '../../http/answer/answer.js';
import { httpDate } from '../../http/answer/dates.js';
import type { HeaderList } from '../../http/answer/answer-headers.js';
import { entityTag } from '../../http/request/conditions.js';

/** What is answered to show a group: a text, or bytes where it is long, and the headers that tell its state. */
export interface RenderedGroup {
  readonly body: string | Buffer;
  readonly headers: HeaderList;
}

/**
 * What is answered to show groups, kept ready for as long as a group is in memory, so that it is made once for all who
 * ask for it.
 */
export class RenderedGroups {
  private readonly rendered = new WeakMap<StoredGroup, RenderedGroup>();

  /** @param now milliseconds since the epoch */
  constructor(private readonly now = Date.now) {}

  /** @param stored `undefined` for no group */
  showing(stored: StoredGroup | undefined): RenderedGroup {
    if (stored === undefined) return NO_GROUP;
    let rendered = this.rendered.get(stored);
    if (rendered === undefined) {
      const headers = ['ETag', entityTag(stored.revision), 'Last-Modified', httpDate(stored.changedAt, this.now())];
      rendered = { body: bodyOf(encodeFileSd(stored.group)), headers };
      this.rendered.set(stored, rendered);
    }
    return rendered;
  }
}

/** A group that is not stored, or none. */
export function renderOnce(group: TargetGroup | undefined): RenderedGroup {
  return { body: bodyOf(encodeFileSd(group)), headers: [] };
}

const NO_GROUP = renderOnce(undefined);
