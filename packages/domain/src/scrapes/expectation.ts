import { labelValue } from '../groups/labels.js';
import type { StoredGroup } from '../groups/revision.js';
import type { GroupKey, TargetGroup } from '../groups/target-group.js';
import type { PrometheusFacts } from './facts.js';
import type { JudgedGroup, JudgedTarget, ScrapeJudgement } from './judgement.js';
import { type TargetStatus, worstStatus } from './status.js';

/** What somebody waits for. */
export interface Expectation {
  readonly key: GroupKey;
  /**
   * What whoever waits has made of the group. Without it the group is waited for as it is, whoever changes it.
   */
  readonly change?:
    | {
        /** Its targets are waited for as long as they are in the group. */
        readonly made: TargetGroup;
        /** What was asked for: when the group does not hold that any more, the wait is over. */
        readonly given: TargetGroup;
        /** When the group became that, in seconds since the epoch: only scrapes that began later count. */
        readonly since: number;
      }
    | undefined;
}

/** What became of what is waited for. */
export interface Observation {
  readonly stored: StoredGroup;
  /** The targets that are waited for, each with its place in the group. */
  readonly targets: readonly { readonly index: number; readonly judged: JudgedTarget }[];
  readonly facts: readonly PrometheusFacts[];
}

/** Only scrapes that began after this moment count, in seconds since the epoch. */
export function countsSince({ change }: Expectation, current: StoredGroup): number {
  return change?.since ?? current.changedAt;
}

/** What a group does not hold any more of what is waited for. */
export type Missing =
  | { readonly target: string }
  /** With the value that it has now, if it has one. */
  | { readonly label: string; readonly value: string | undefined }
  /** All that was given is there, and none of the targets that are waited for. */
  | 'targets';

/** The first that a group does not hold any more; `undefined` while it is what is waited for. */
export function missingIn({ change }: Pick<Expectation, 'change'>, { group }: StoredGroup): Missing | undefined {
  if (change === undefined) return undefined;
  const { given, made } = change;
  const targets = new Set(group.targets);
  const target = given.targets.find((each) => !targets.has(each));
  if (target !== undefined) return { target };
  for (const [label, wanted] of Object.entries(given.labels)) {
    const value = labelValue(group.labels, label);
    if (value !== wanted) return { label, value };
  }
  return made.targets.some((each) => targets.has(each)) ? undefined : 'targets';
}

/** Whether what is waited for has come, or surely will not. */
export type Standing = 'up' | 'certain' | 'open';

/** How what is waited for stands, by facts that were asked after the change. */
export function standingOf(expectation: Expectation, { stored, targets }: JudgedGroup): Standing {
  const since = countsSince(expectation, stored);
  const isWanted = wantedBy(expectation, stored);
  let standing: Standing = 'up';
  for (const judged of targets) {
    if (!isWanted(judged.target)) continue;
    if (judged.on.some(({ status }) => isFinal(status))) return 'certain';
    if (asScrapedSince(since, judged).status !== 'up') standing = 'open';
  }
  return standing;
}

/** What became of what is waited for, by facts that were asked after the change. */
export function observe(
  expectation: Expectation,
  { stored, targets }: JudgedGroup,
  facts: readonly PrometheusFacts[],
): Observation {
  const since = countsSince(expectation, stored);
  const isWanted = wantedBy(expectation, stored);
  return {
    stored,
    facts,
    targets: targets.flatMap((judged, index) =>
      isWanted(judged.target) ? [{ index, judged: asScrapedSince(since, judged) }] : [],
    ),
  };
}

/** Of a group that nobody has changed since, all targets are wanted. */
function wantedBy({ change }: Expectation, { group }: StoredGroup): (target: string) => boolean {
  if (change === undefined || change.made === group) return () => true;
  const wanted = new Set(change.made.targets);
  return (target) => wanted.has(target);
}

const FINAL: readonly TargetStatus[] = ['not_configured', 'rejected', 'dropped', 'merged'];

/** Whether a target stays so as long as nobody changes its group or Prometheus. */
export function isFinal(status: TargetStatus): boolean {
  return FINAL.includes(status);
}

/** A target that is up waits for a scrape that counts, where there was none yet. */
function asScrapedSince(since: number, judged: JudgedTarget): JudgedTarget {
  if (judged.on.every((each) => each.status !== 'up' || isScrapedSince(since, each))) return judged;
  const on = judged.on.map((each) =>
    each.status !== 'up' || isScrapedSince(since, each) ? each : { ...each, status: 'waiting' as const, fact: NOT_YET },
  );
  return { ...judged, on, status: worstStatus(on.map(({ status }) => status)) };
}

const NOT_YET = 'it was up before the change, and was not scraped since';

function isScrapedSince(since: number, { scrapedNotBefore }: ScrapeJudgement): boolean {
  return scrapedNotBefore !== undefined && scrapedNotBefore > since;
}
