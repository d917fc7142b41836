import { encodeFileSd, type StoredGroup, type TargetGroup } from '@target-eye/domain';
import { bodyOf } from '../../http/answer/answer.js';
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
      const headers = ['ETag', entityTag(stored.revision), 'Last-Modified', this.dateOf(stored.changedAt)];
      rendered = { body: bodyOf(encodeFileSd(stored.group)), headers };
      this.rendered.set(stored, rendered);
    }
    return rendered;
  }

  /** An HTTP date, never one in the future (RFC 9110, section 8.8.2.1), whatever time a file has. */
  private dateOf(seconds: number): string {
    return new Date(Math.max(0, Math.min(seconds * 1000, this.now()))).toUTCString();
  }
}

/** A group that is not stored, or none. */
export function renderOnce(group: TargetGroup | undefined): RenderedGroup {
  return { body: bodyOf(encodeFileSd(group)), headers: [] };
}

const NO_GROUP = renderOnce(undefined);
