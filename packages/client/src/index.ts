export { type Client, createClient } from './client.js';
export type { BulkOptions } from './operations/bulk.js';
export type { Changed, ChangeOptions, CreateOptions, RepeatableOptions } from './operations/changed.js';
export type { GroupFilter } from './operations/filter.js';
export type { GroupKey } from './operations/group-path.js';
export type { ListFilter, PageFilter, StatusFilter } from './operations/list.js';
export type { Readiness } from './operations/ready.js';
export type { RemoveOptions } from './operations/remove.js';
export type { ReplaceAllOptions } from './operations/replace-all.js';
export type { Shown } from './operations/show.js';
export type { WaitOptions } from './operations/wait.js';
export { type ClientErrorCode, type Outcome, TargetEyeError } from './transport/error.js';
export type { Fetch, FetchAnswer, FetchOptions } from './transport/fetch.js';
export type { RetryOptions } from './transport/retries.js';
export type { CallOptions, SendOptions as ClientOptions } from './transport/send.js';
export type {
  About,
  AskedPrometheus,
  BulkGroup,
  BulkOutcome,
  BulkResult,
  DisagreedTarget,
  ErrorCode,
  Fault,
  GroupDetails,
  GroupPage,
  GroupStatus,
  ListedGroup,
  ScrapeStatus,
  Status,
  StatusesOfGroup,
  StatusHistory,
  TargetFault,
  TargetGroup,
  TargetGroupInput,
  TargetInGroup,
  TargetNotUp,
  TargetStatus,
  UnreadableGroup,
} from '@target-eye/http-api';
