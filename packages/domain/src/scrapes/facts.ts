import type { Labels } from '../groups/labels.js';
import type { GroupKey } from '../groups/target-group.js';

/** Where Prometheus has a target from: the base name of the file, or the group that http_sd names. */
export interface TargetSource {
  readonly file?: string | undefined;
  readonly key?: GroupKey | undefined;
}

/** A target that Prometheus discovered, and what is known of it before relabelling. */
export interface DiscoveredTarget {
  readonly source: TargetSource;
  /** The label `__address__` as it was discovered; 2.x may have completed it with a port, 3.x does not. */
  readonly address: string;
  /** All labels before relabelling, but for those that begin with `__meta_`; `undefined` where they are not shown. */
  readonly discoveredLabels: Labels | undefined;
  /** The scrape pool; `undefined` where Prometheus does not say it, which before 3.3 is so for a dropped target. */
  readonly pool: string | undefined;
}

/** A target that Prometheus scrapes or is about to scrape. */
export interface ActiveTarget extends DiscoveredTarget {
  readonly pool: string;
  /** The labels of its series. */
  readonly labels: Labels;
  readonly scrapeUrl: string;
  readonly health: 'up' | 'down' | 'unknown';
  /** Why the last scrape failed, in Prometheus' words; empty when it did not. */
  readonly lastError: string;
  /** When the last scrape began, in seconds since the epoch by the clock of Prometheus; `undefined` before the first. */
  readonly lastScrape: number | undefined;
  readonly lastScrapeSeconds: number | undefined;
  /** `undefined` where it is not told. */
  readonly intervalSeconds: number | undefined;
}

/** One `file_sd_configs` or `http_sd_configs` of a scrape pool that may read our groups. */
export interface PoolSource {
  readonly pool: string;
  readonly kind: 'file_sd' | 'http_sd';
  /** The pattern of file names, or the URL without a user and password, as configured. */
  readonly reads: string;
  /** How often Prometheus reads again without being told of a change. */
  readonly refreshSeconds: number;
  /** The interval and the timeout of a scrape for targets that set none; `undefined` where they are not told. */
  readonly intervalSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** Whether relabelling surely keeps the labels by which Prometheus refuses targets; `undefined` where it is not told. */
  readonly leavesScrapingAlone?: boolean | undefined;
  /** The labels that relabelling sets, as far as they are told. */
  readonly setsLabels?: readonly string[] | undefined;
}

/** A version of a file that Prometheus has read. */
export interface FileRead {
  /** As Prometheus sees it. */
  readonly directory: string;
  /** The modification time, in whole seconds since the epoch. */
  readonly mtime: number;
  /**
   * When it was first seen to have read this version, in seconds since the epoch by our clock; `undefined` where it was
   * not seen shortly before that it had not.
   */
  readonly firstSeenAt?: number | undefined;
}

/** What one Prometheus shows at one moment of all that it may have from us. */
export interface PrometheusView {
  /** How far its clock is ahead of ours: at least and at most so many seconds; 0 and 0 where nothing shows a difference. */
  readonly clockAhead: { readonly atLeast: number; readonly atMost: number };
  /** Since when it runs, in seconds since the epoch by its own clock. */
  readonly startedAt: number | undefined;
  /** What in its configuration may read our groups; `undefined` where it does not show its configuration. */
  readonly sources: readonly PoolSource[] | undefined;
  /** Whether it shows which versions of files it has read; vmagent does not. */
  readonly showsFiles: boolean;
  /** The version of a file that it has read last; several where it reads files of one base name in several directories. */
  filesNamed(baseName: string): readonly FileRead[];
  /** The base names of all files that it has read, whoever wrote them. */
  readonly baseNamesRead: Iterable<string>;
  /** How many targets of a pool it refused since it started, each counted at every sync; `undefined` where it is not told. */
  syncFailures(pool: string): number | undefined;
  /** How often it could not read a file since it started. */
  readonly fileReadErrors: number | undefined;
  /** Whether all dropped targets are listed, and not only the first. */
  readonly listsAllDropped: boolean;
  /** The active targets of a group. */
  activeOf(group: Required<TargetSource>): readonly ActiveTarget[];
  droppedOf(group: Required<TargetSource>): readonly DiscoveredTarget[];
  /** The active targets of any group of ours with this discovered address. */
  activeAt(address: string): readonly ActiveTarget[];
}

/** How asking one Prometheus went. */
export type PrometheusState =
  /** It answered, and what it answered is understood. */
  | 'ok'
  /** There was no answer in time, or no connection. */
  | 'unreachable'
  /** It wants another login. */
  | 'unauthorized'
  /** It answers, but not as Prometheus does. */
  | 'not_prometheus'
  /** It answers with an error of its own. */
  | 'failed'
  /** Its answer is larger than what is read of one. */
  | 'too_large';

/** What one Prometheus said when it was asked. */
export interface PrometheusFacts {
  /** As it is set, without a user and password. */
  readonly url: string;
  /** When asking began, in seconds since the epoch by our clock: all facts are of this moment or later. */
  readonly askedAt: number;
  readonly state: PrometheusState;
  /** Why it is not `ok`, a part of a sentence without anything secret. */
  readonly reason: string | undefined;
  /** There exactly when the state is `ok`. */
  readonly view: PrometheusView | undefined;
}
