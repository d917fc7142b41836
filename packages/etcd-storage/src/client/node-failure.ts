import type { EtcdFailure } from './etcd-error.js';

/** What may help: another node, another token, or nothing. */
export type Remedy = 'other_node' | 'new_token' | 'none';

/** Why one node did not do what it was asked for. The message is a part of a sentence that begins with the node. */
export class NodeFailure extends Error {
  override readonly name = 'NodeFailure';
  readonly failure: EtcdFailure;
  /** Whether it may have been done all the same. */
  readonly isAmbiguous: boolean;
  readonly remedy: Remedy;

  constructor(
    reason: string,
    {
      failure = 'unreachable',
      isAmbiguous = false,
      remedy = 'other_node',
      cause,
    }: {
      readonly failure?: EtcdFailure;
      readonly isAmbiguous?: boolean;
      readonly remedy?: Remedy;
      readonly cause?: unknown;
    } = {},
  ) {
    super(reason, cause === undefined ? {} : { cause });
    this.failure = failure;
    this.isAmbiguous = isAmbiguous;
    this.remedy = remedy;
  }
}
