import { setImmediate as pause } from 'node:timers/promises';
import type { Refusal, TargetAddress, TargetPolicy } from '@target-eye/domain';

/** How many addresses take some milliseconds at most. */
const PORTION = 2000;

/** Asks a policy about some addresses at a time, so that other requests are served between them. */
export class InPortions implements TargetPolicy {
  constructor(private readonly policy: TargetPolicy) {}

  async review(addresses: readonly TargetAddress[]): Promise<readonly Refusal[]> {
    const refusals: Refusal[] = [];
    for await (const portion of portionsOf(addresses)) refusals.push(...(await this.policy.review(portion)));
    return refusals;
  }
}

/** The elements of a list in their order, some at a time, with a pause before each further portion. */
export async function* portionsOf<Element>(list: readonly Element[]): AsyncGenerator<readonly Element[]> {
  for (let at = 0; at < list.length; at += PORTION) {
    if (at > 0) await pause();
    yield list.slice(at, at + PORTION);
  }
}
