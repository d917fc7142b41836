/** A calculation that pauses often, so that others can have the thread, and returns its result in the end. */
export type Work<Result> = Generator<undefined, Result>;

/** Shares one thread among calculations. Between two pauses a calculation takes well below a millisecond. */
export interface Turns {
  /** Whether the calculation that asks has had the thread for long enough. */
  isOver(): boolean;
  /** Resolves when it is its turn again. */
  next(): Promise<void>;
}

/** For where nobody else waits: a turn lasts until the work is done. */
export const ONE_TURN: Turns = { isOver: () => false, next: () => Promise.resolve() };

/** How many elements are visited between two pauses, which takes well below a millisecond. */
const ELEMENTS_PER_STEP = 100;

/** Calls `visit` for every element, in order. */
export function* forEach<Element>(list: Iterable<Element>, visit: (element: Element) => void): Work<void> {
  let visited = 0;
  for (const element of list) {
    visit(element);
    visited += 1;
    if (visited % ELEMENTS_PER_STEP === 0) yield;
  }
}

/** Does all of the work at once. */
export function atOnce<Result>(work: Work<Result>): Result {
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

/** Does the work and lets others have the thread whenever a turn is over. */
export async function inTurns<Result>(work: Work<Result>, turns: Turns): Promise<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (turns.isOver()) await turns.next();
  }
}
