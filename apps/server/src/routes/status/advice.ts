import type { ScrapeJudgement } from '@target-eye/domain';

/** What can be done about a target that is not up, one sentence; `undefined` where there is nothing more to say. */
export const adviceOn: (target: string, judgement: ScrapeJudgement) => string | undefined = () => undefined;
