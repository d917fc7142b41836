/** What the command ends with; docs/targetctl.md explains each. */
export const EXIT = {
  done: 0,
  /** The service refused, or the user did; the same again will be refused again. */
  refused: 1,
  /** The command line, the settings or a file of the user cannot be used. */
  usage: 2,
  /** No answer, or one that says that it cannot be done now; later it may. */
  unreachable: 3,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Why the command ends without having done what was asked: one sentence a line, and the status it ends with. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly lines: readonly string[],
    readonly exitStatus: ExitStatus,
  ) {
    super(lines.join('\n'));
  }
}

export function usageFailure(...lines: readonly string[]): Failure {
  return new Failure(lines, EXIT.usage);
}

export function refusedFailure(...lines: readonly string[]): Failure {
  return new Failure(lines, EXIT.refused);
}
