/** What became of a change. */
export type ChangeOutcome = 'created' | 'changed' | 'unchanged' | 'removed' | 'refused' | 'failed';

/** Who gets to know what the HTTP adapter did. */
export interface HttpEvents {
  /** A request was answered, or its client went away, after so many seconds. */
  requested(method: string, status: number, seconds: number): void;
  /** A change of a target group ended. */
  changed(verb: string, outcome: ChangeOutcome): void;
}
