import type { StoredGroup } from '../groups/revision.js';
import type { GroupKey } from '../groups/target-group.js';
import type { TargetStatus } from './status.js';

/** What one Prometheus, or one of its scrape pools, makes of a target. */
export interface ScrapeJudgement {
  readonly url: string;
  readonly status: TargetStatus;
  /** For `down` what Prometheus says, for any other word but `up` the fact behind it: a sentence without its full stop. */
  readonly fact: string | undefined;
  readonly pool: string | undefined;
  readonly scrapeUrl: string | undefined;
  /** When the last scrape began, in seconds since the epoch by our clock as far as the difference is known. */
  readonly lastScrape: number | undefined;
  readonly lastScrapeSeconds: number | undefined;
  /** The time of the version of the group that it has read, in seconds since the epoch. */
  readonly readAt: number | undefined;
  /** The earliest moment at which the last scrape can have begun, in seconds since the epoch by our clock. */
  readonly scrapedNotBefore: number | undefined;
}

/** What became of a target: of all that answer the worst counts. */
export interface JudgedTarget {
  readonly target: string;
  readonly status: TargetStatus;
  /** In the order of the Prometheus; those that do not answer are left out while another does. */
  readonly on: readonly ScrapeJudgement[];
}

export interface JudgedGroup {
  readonly stored: StoredGroup;
  /** In the order of the group's targets. */
  readonly targets: readonly JudgedTarget[];
}

/** What the rules must know of us to tell who reads our groups. */
export interface Published {
  /** The directory of our files, as we see it. */
  readonly directory: string;
  /** When the oldest of our groups last changed, in seconds since the epoch; `undefined` where there is none. */
  readonly oldestChange: number | undefined;
  /** The base name of the file of a group. */
  nameOf(key: GroupKey): string;
  /** The group whose file has this base name, if one is there. */
  keyOf(baseName: string): GroupKey | undefined;
}
