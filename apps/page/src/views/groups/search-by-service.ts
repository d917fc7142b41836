import { type ReadonlySignal, signal } from '@preact/signals';
import { type GroupPage, type PageFilter, type StatusFilter, TargetEyeError } from '@target-eye/client';
import { ask } from '../../service/session.js';
import type { Wanted } from './wanted.js';

/** How long is waited for the next letter, in milliseconds. */
const PAUSE = 200;

interface Question {
  readonly wanted: Wanted;
  /** How many groups are shown at most. */
  readonly limit: number;
  /** Whether there is a Prometheus that knows what became of targets. */
  readonly isCounted: boolean;
}

/** What the service said last. */
interface Answered {
  /** What it is the answer to; it stays while a newer question waits for its answer. */
  readonly question: Question;
  readonly page: GroupPage;
}

/** Asks the service for groups while the reader types. */
export interface SearchByService {
  readonly answered: ReadonlySignal<Answered | undefined>;
  /** Why the last question failed, `undefined` if it did not. */
  readonly failure: ReadonlySignal<TargetEyeError | undefined>;
  /** Asks another question, and no longer the one before; `undefined` forgets what was answered. */
  readonly want: (question: Question | undefined) => void;
  /** Asks the same again, unless an answer is under way. */
  readonly again: () => void;
  /** Asks the same again unless the answer is of this revision: after the one that is under way, if there is one. */
  readonly reach: (revision: string | undefined) => void;
}

export function searchByService(): SearchByService {
  const answered = signal<Answered | undefined>(undefined);
  const failure = signal<TargetEyeError | undefined>(undefined);
  let wanted: Question | undefined;
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let goal: string | undefined;

  const run = async (question: Question): Promise<void> => {
    const mine = new AbortController();
    [running, timer, goal] = [mine, undefined, undefined];
    try {
      const page = await ask((client) => client.list(filterOf(question), { signal: mine.signal }));
      if (mine !== running) return;
      answered.value = { question, page };
      failure.value = undefined;
    } catch (error) {
      if (mine !== running) return;
      if (!(error instanceof TargetEyeError)) throw error;
      failure.value = error;
    }
    running = undefined;
    reach(goal);
  };
  const again = (): void => {
    if (wanted !== undefined && running === undefined && timer === undefined) void run(wanted);
  };
  const reach = (revision: string | undefined): void => {
    if (running !== undefined) goal = revision;
    else if (revision !== undefined && answered.peek()?.page.revision !== revision) again();
  };
  const want = (question: Question | undefined): void => {
    const pause = wanted === undefined ? 0 : PAUSE;
    clearTimeout(timer);
    running?.abort();
    [wanted, running, timer] = [question, undefined, undefined];
    if (question === undefined) [answered.value, failure.value] = [undefined, undefined];
    else timer = setTimeout(() => void run(question), pause);
  };
  return { answered, failure, want, again, reach };
}

function filterOf({ wanted, limit, isCounted }: Question): PageFilter & StatusFilter {
  const { search, application, environment, label, status } = wanted;
  const filter = { search: search === '' ? undefined : search, application, environment, label, limit };
  return isCounted ? { ...filter, status, statuses: true } : filter;
}
