import { encodeFileSd, type TargetGroup } from '@target-eye/domain';

/** Up to this length, in characters, Node sends a text together with the headers; bytes it sends beside them. */
const SHORT = 1000;

/**
 * What is answered to show a group, kept ready for as long as the group is in memory, so that it is made once for all
 * who ask for it: a text, or bytes where it is long.
 */
export class ReadyAnswers {
  private readonly answers = new WeakMap<TargetGroup, string | Buffer>();

  /** @param group `undefined` for no group */
  showing(group: TargetGroup | undefined): string | Buffer {
    if (group === undefined) return NO_GROUP;
    let answer = this.answers.get(group);
    if (answer === undefined) {
      const text = encodeFileSd(group);
      answer = text.length <= SHORT ? text : Buffer.from(text);
      this.answers.set(group, answer);
    }
    return answer;
  }
}

const NO_GROUP = encodeFileSd(undefined);
