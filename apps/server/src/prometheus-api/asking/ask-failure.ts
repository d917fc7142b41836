import type { PrometheusState } from '@target-eye/domain';

/** Why a question to Prometheus has no answer that can be used. */
export class AskFailure extends Error {
  override readonly name = 'AskFailure';

  /** @param reason a part of a sentence without anything secret */
  constructor(
    readonly state: Exclude<PrometheusState, 'ok'>,
    readonly reason: string,
  ) {
    super(reason);
  }
}
