import { encodeFileSd, type TargetGroup } from '@target-eye/domain';
import { bodyOf } from '../../http/answer/answer.js';

/**
 * What is answered to show a group, kept ready for as long as the group is in memory, so that it is made once for all
 * who ask for it: a text, or bytes where it is long.
 */
export class RenderedGroups {
  private readonly answers = new WeakMap<TargetGroup, string | Buffer>();

  /** @param group `undefined` for no group */
  showing(group: TargetGroup | undefined): string | Buffer {
    if (group === undefined) return NO_GROUP;
    let answer = this.answers.get(group);
    if (answer === undefined) {
      answer = bodyOf(encodeFileSd(group));
      this.answers.set(group, answer);
    }
    return answer;
  }
}

const NO_GROUP = encodeFileSd(undefined);
