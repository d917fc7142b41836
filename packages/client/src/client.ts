import { about } from './operations/about.js';
import { add } from './operations/add.js';
import type { BulkOptions } from './operations/bulk.js';
import type { Changed, CreateOptions, RepeatableOptions } from './operations/changed.js';
import type { GroupFilter } from './operations/filter.js';
import { find } from './operations/find.js';
import { history } from './operations/history.js';
import { httpSd } from './operations/http-sd.js';
import { list, listAll, type ListFilter, type PageFilter, type StatusFilter } from './operations/list.js';
import { type Readiness, ready } from './operations/ready.js';
import { remove, removeGroup, type RemoveOptions } from './operations/remove.js';
import { removeMatching } from './operations/remove-matching.js';
import { replace } from './operations/replace.js';
import { replaceAll, type ReplaceAllOptions } from './operations/replace-all.js';
import { retire } from './operations/retire.js';
import { show, type Shown } from './operations/show.js';
import { status } from './operations/status.js';
import { notUp, statusOfAll } from './operations/status-of-all.js';
import { waitUntilUp } from './operations/wait-until-up.js';
import type { WaitOptions } from './operations/wait.js';
import { type CallOptions, sender, type SendOptions } from './transport/send.js';
import type {
  About,
  BulkGroup,
  BulkResult,
  GroupDetails,
  GroupPage,
  GroupStatus,
  ListedGroup,
  Status,
  StatusHistory,
  TargetGroup,
  TargetGroupInput,
  TargetNotUp,
} from '@target-eye/http-api';
import type { GroupKey } from './operations/group-path.js';

/**
 * What can be asked of a Target-eye. Every call rejects with a `TargetEyeError`, with the reason of a signal that
 * aborts, or with a TypeError for what is never right.
 */
export interface Client {
  /** Shows a group and its revision. */
  show(key: GroupKey, options?: CallOptions): Promise<Shown>;
  /** Replaces the targets, the labels or both of a group, and creates it if there are targets. What is not given is kept. */
  replace(key: GroupKey, input: TargetGroupInput, options?: CreateOptions): Promise<Changed>;
  /** Adds targets and labels to a group, and creates it if there are targets. */
  add(key: GroupKey, input: TargetGroupInput, options?: CreateOptions & RepeatableOptions): Promise<Changed>;
  /** Removes targets and labels from a group. All targets go only together with all labels, and then the group goes. */
  remove(key: GroupKey, input: TargetGroupInput, options?: RemoveOptions): Promise<Changed>;
  /** Removes a whole group. */
  removeGroup(key: GroupKey, options?: RemoveOptions): Promise<Changed>;
  /** Lists groups, ordered by application and environment: one page. */
  list(filter?: PageFilter & StatusFilter, options?: CallOptions): Promise<GroupPage>;
  /** Lists the groups of all pages. */
  listAll(filter?: ListFilter & StatusFilter, options?: CallOptions): AsyncIterable<ListedGroup>;
  /** Finds a group with everything that is known of it; `undefined` if there is none. */
  find(key: GroupKey, options?: CallOptions): Promise<GroupDetails | undefined>;
  /** Replaces many groups. All are checked before the first is stored; then each is stored on its own. */
  replaceAll(groups: readonly BulkGroup[], options?: ReplaceAllOptions): Promise<BulkResult>;
  /** Removes the groups that fit a filter, which has to say something. */
  removeMatching(filter: GroupFilter, options?: BulkOptions): Promise<BulkResult>;
  /** Takes a target out of every group that has it, and removes the groups whose last one it is. */
  retire(target: string, options?: BulkOptions): Promise<BulkResult>;
  /** Shows the groups as a Prometheus with `http_sd_configs` sees them. */
  httpSd(filter?: GroupFilter, options?: CallOptions): Promise<readonly TargetGroup[]>;
  /** Tells what became of each target of a group; `undefined` if there is no such group. */
  status(key: GroupKey, options?: CallOptions): Promise<GroupStatus | undefined>;
  /** Counts what became of all targets, and lists those that are not up: one page. */
  statusOfAll(filter?: PageFilter, options?: CallOptions): Promise<Status>;
  /** Lists the targets that are not up, of all pages. */
  notUp(filter?: ListFilter, options?: CallOptions): AsyncIterable<TargetNotUp>;
  /** Tells how many targets there were of each status in the last hour, whenever somebody wanted to know; for its page. */
  history(options?: CallOptions): Promise<StatusHistory>;
  /** Tells who one is to the service, which groups one may write, and where Prometheus and its files are; for its page. */
  about(options?: CallOptions): Promise<About>;
  /** Waits until every target of a group is up, seen by a scrape after the last change; the error `not_up` if it is not. */
  waitUntilUp(key: GroupKey, options?: CallOptions & WaitOptions): Promise<GroupStatus>;
  /** Asks whether the service can store changes, once. */
  ready(options?: CallOptions): Promise<Readiness>;
}

/**
 * A client of the service at a URL. It keeps no connection and needs no end.
 * @throws TypeError for options that do not fit; it never shows a credential
 */
export function createClient(options: SendOptions): Client {
  const send = sender(options);
  return {
    show: (...call) => show(send, ...call),
    replace: (...call) => replace(send, ...call),
    add: (...call) => add(send, ...call),
    remove: (...call) => remove(send, ...call),
    removeGroup: (...call) => removeGroup(send, ...call),
    list: (...call) => list(send, ...call),
    listAll: (...call) => listAll(send, ...call),
    find: (...call) => find(send, ...call),
    replaceAll: (...call) => replaceAll(send, ...call),
    removeMatching: (...call) => removeMatching(send, ...call),
    retire: (...call) => retire(send, ...call),
    httpSd: (...call) => httpSd(send, ...call),
    status: (...call) => status(send, ...call),
    statusOfAll: (...call) => statusOfAll(send, ...call),
    notUp: (...call) => notUp(send, ...call),
    history: (...call) => history(send, ...call),
    about: (...call) => about(send, ...call),
    waitUntilUp: (...call) => waitUntilUp(send, ...call),
    ready: (...call) => ready(send, ...call),
  };
}
