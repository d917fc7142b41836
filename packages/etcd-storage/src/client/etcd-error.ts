/** Why something could not be done in the cluster. */
export type EtcdFailure =
  /** No node answers, or none that has a majority. */
  | 'unreachable'
  /** The cluster has no room for more. */
  | 'full'
  /** What is to be stored is larger than the cluster takes. */
  | 'too_large'
  /** The login is wrong, or may not do this. */
  | 'refused'
  /** The history of the keys does not go back so far. */
  | 'compacted';

/** The cluster did not do what was asked of it. The message is a part of a sentence. */
export class EtcdError extends Error {
  override readonly name = 'EtcdError';

  /** The message for everybody: names no node, and quotes nothing that one says. */
  readonly general: string;

  /** @param isUnconfirmed whether the change may have been made all the same */
  constructor(
    readonly failure: EtcdFailure,
    message: string,
    readonly isUnconfirmed = false,
    { general = message, ...options }: ErrorOptions & { readonly general?: string } = {},
  ) {
    super(message, options);
    this.general = general;
  }
}
