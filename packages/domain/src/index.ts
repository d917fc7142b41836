export { add } from './changes/add.js';
export { type AllowedListNames, AllowedTargets, type PortRange } from './policy/allowed-targets.js';
export { ensure } from './changes/ensure.js';
export { withdraw } from './changes/withdraw.js';
export { difference, type Difference } from './changes/difference.js';
export { decodeFileSd, encodeFileSd, FileSdError } from './prometheus/file-sd.js';
export { whyNotHostPattern } from './policy/host-pattern.js';
export { canonicalIpv6, ipv4Within } from './groups/ip-address.js';
export { parseDuration, parseSeconds } from './groups/duration.js';
export { isLabelName, type Labels } from './groups/labels.js';
export { type Filter, filterFor, type LabelMatcher, parseLabelMatcher, type Selector } from './listing/filter.js';
export { type ChangeOutcome, outcomeOf } from './changes/outcome.js';
export { isSlowText, MAX_SOUGHT, MAX_STARS, whySlowPattern } from './listing/pattern.js';
export { whyNotTargetPattern } from './listing/target-pattern.js';
export { type Listed, matching, type Page, pageOf, type PageRequest } from './listing/page.js';
export {
  type GroupPattern,
  matchesEveryGroup,
  matchesGroupPattern,
  parseGroupPattern,
} from './policy/group-pattern.js';
export { matchesWildcard } from './policy/wildcard.js';
export { findRefusedParts, type RefusedParts } from './groups/refused-parts.js';
export { type GivenGroup, parseGivenGroups, type WholeGroup } from './changes/given-groups.js';
export { type Fuse, TooMuchAtOnce } from './changes/fuse.js';
export { type BulkLimits, type BulkOptions, BulkService, type ReplaceOptions } from './use-cases/bulk-service.js';
export type { BulkChange, BulkResult, GroupResult } from './use-cases/carry-out.js';
export type { InPlace, Inventory } from './migration/inventory.js';
export type { Conflict, Merged, PartlyThere } from './migration/merge.js';
export { isDecided, type MigrationPlan, wouldComplete } from './migration/migration-plan.js';
export { Migration, type MigrationOptions, type MigrationResult, type MigrationSource } from './use-cases/migration.js';
export { remove } from './changes/remove.js';
export { replace } from './changes/replace.js';
export type { Circumstance, PolicyCode, RuleCode, StoreCode, TargetGroupErrorCode } from './faults/codes.js';
export { type Fault, MAX_FAULTS, summarize } from './faults/fault.js';
export { fault, TargetGroupError } from './faults/target-group-error.js';
export { problemText, quote, shorten, timeText } from './faults/text.js';
export {
  type Change,
  describeKey,
  type GroupKey,
  groupKey,
  isSameGroup,
  isShownAlike,
  type TargetGroup,
  type TargetGroupInput,
} from './groups/target-group.js';
export {
  type MadeChange,
  type RequestOptions,
  type ServiceLimits,
  TargetGroupService,
} from './use-cases/target-group-service.js';
export { Discovery, type DiscoveredGroups } from './use-cases/discovery.js';
export { Mirror, type MirroredGroups, type MirrorEvents, type MirrorParts } from './use-cases/mirror.js';
export { WithheldGroups } from './use-cases/withheld-groups.js';
export { GroupListing, type ListedGroups, type ListRequest } from './use-cases/group-listing.js';
export { APPLICATION_LABEL, encodeHttpSdGroup, ENVIRONMENT_LABEL } from './prometheus/http-sd.js';
export {
  applyInTurn,
  type BatchRules,
  type ChangeBatch,
  type ChangeJob,
  type Current,
  type Found,
} from './collection/change-batch.js';
export { ChangeIntake, unreadableFault } from './collection/change-intake.js';
export { ChangeQueue } from './collection/change-queue.js';
export { CountedEntries, type Entry } from './collection/counted-entries.js';
export { FailureLog } from './collection/failure-log.js';
export { Findings, MadeOnce } from './collection/findings.js';
export { type ChangeOrigin, ShownGroups } from './collection/shown-groups.js';
export { Listeners } from './collection/listeners.js';
export { type GroupSource, Snapshots } from './collection/snapshots.js';
export { holds, PreconditionFailed, type Precondition, RevisionPassed } from './changes/precondition.js';
export { compareKeys } from './groups/key-order.js';
export { type Hash, type Revision, revisionOf, type StoredGroup } from './groups/revision.js';
export type {
  Actor,
  ChangeOptions,
  GroupEvent,
  Snapshot,
  TargetGroupStore,
  Transition,
  Unreadable,
  Unsubscribe,
} from './ports/target-group-store.js';
export type {
  ActiveTarget,
  DiscoveredTarget,
  FileRead,
  PoolSource,
  PrometheusFacts,
  PrometheusState,
  PrometheusView,
  TargetSource,
} from './scrapes/facts.js';
export type { CountedGroup } from './scrapes/counted-groups.js';
export type { TargetCounts } from './scrapes/judged-groups.js';
export { type Expectation, isFinal, type Missing, type Observation } from './scrapes/expectation.js';
export type { Publication } from './scrapes/published-groups.js';
export type { PlacedTarget, Summary, TargetPlace } from './scrapes/summary.js';
export {
  type CountedListRequest,
  type GroupStatus,
  MAX_AGE_OF_FACTS,
  type ScrapeParts,
  ScrapeStatus,
  type StatusRequest,
} from './use-cases/scrape-status.js';
export { ScrapeWaits, type WaitingPlace, type WaitOutcome, type Wish } from './use-cases/scrape-waits.js';
export type { Cancel, Clock } from './ports/clock.js';
export type { JudgedGroup, JudgedTarget, Published, ScrapeJudgement } from './scrapes/judgement.js';
export { judgeGroup } from './scrapes/judge.js';
export { byPrometheus, TARGET_STATUSES, type TargetStatus, worstStatus } from './scrapes/status.js';
export type { StatusSample } from './scrapes/status-samples.js';
export type { ObservedPrometheus } from './ports/observed-prometheus.js';
export type { StorageLog } from './ports/storage-log.js';
export type { GroupNames } from './ports/group-names.js';
export type { GroupPublisher, PublishedGroup, Reconciliation } from './ports/group-publisher.js';
export type {
  LastChange,
  Problem,
  ProblemCode,
  Questionable,
  StoreCounts,
  StoreStatus,
  Unclaimed,
} from './ports/store-status.js';
export type { Refusal, TargetAddress, TargetPolicy } from './policy/target-policy.js';
export { forEach, inTurns, ONE_TURN, type Turns, type Work } from './turns.js';
