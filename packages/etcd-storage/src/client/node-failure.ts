import type { EtcdFailure } from './etcd-error.js';

/** What may help: time or another node, only another node, another token, or nothing. */
export type Remedy = 'time' | 'other_node' | 'new_token' | 'none';

/** Why one node did not do what it was asked for. The message is a part of a sentence that begins with the node. */
export class NodeFailure extends Error {
  override readonly name = 'NodeFailure';
  readonly failure: EtcdFailure;
  /** Whether it may have been done all the same. */
  readonly isAmbiguous: boolean;
  readonly remedy: Remedy;
  /** Whether the node closed the connection without a word. */
  readonly isCut: boolean;
  /** The same for everybody: names no place, and quotes nothing that the node says. */
  readonly general: string;

  constructor(
    reason: string,
    {
      failure = 'unreachable',
      isAmbiguous = false,
      remedy = 'time',
      isCut = false,
      general = reason,
      cause,
    }: {
      readonly failure?: EtcdFailure;
      readonly isAmbiguous?: boolean;
      readonly remedy?: Remedy;
      readonly isCut?: boolean;
      readonly general?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(reason, cause === undefined ? {} : { cause });
    this.failure = failure;
    this.isAmbiguous = isAmbiguous;
    this.remedy = remedy;
    this.isCut = isCut;
    this.general = general;
  }

  /** The same for something that was never sent, so that it is certain that nothing was done. */
  ofNothingSent(): NodeFailure {
    const { message, failure, remedy, general, cause } = this;
    return new NodeFailure(message, { failure, remedy, general, cause });
  }
}
