import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ListedGroup, TargetEyeError } from '@target-eye/client';
import { hasPrometheus } from '../../service/about.js';
import { collection, heldStatuses, MAX_HELD } from '../../service/collection.js';
import { statusOfAll } from '../../service/polls.js';
import { filterOf, sorted, type SortValues, type StatusesOf } from './matching.js';
import { searchByService } from './search-by-service.js';
import type { Wanted } from './wanted.js';

/** As many as the service gives at once. */
const MAX_ROWS = 10_000;

/** What the table shows. */
export interface Shown {
  /** The first of the groups that match, in their order. */
  readonly groups: readonly ListedGroup[];
  readonly statusesOf: StatusesOf;
  readonly matched: number;
  readonly total: number;
  /** What they are the answer to; the service may not have answered to what is wanted yet. */
  readonly wanted: Wanted;
  /** Whether something better is on its way. */
  readonly isWaiting: boolean;
  /** Whether it can be in another order than that of the names. */
  readonly isSortable: boolean;
}

/** What is shown, `undefined` while nothing is known, and what went wrong. */
interface Result {
  readonly shown: Shown | undefined;
  readonly failure: TargetEyeError | undefined;
}

/** The groups that match: looked for among those that are held here, or by the service. */
export function useShown(wanted: Wanted, limit: number): Result {
  const held = useHeld(wanted, limit);
  const found = useFound(wanted, limit, collection.known.value.value?.groups === undefined);
  const { at, failure } = collection.known.value;
  // The first rows come before all the others.
  const isBegun = at > 0 || found.shown !== undefined || found.failure !== undefined || wanted.status.length > 0;
  useEffect(() => (isBegun ? collection.follow() : undefined), [isBegun]);
  return held === undefined ? found : { shown: held, failure };
}

/** `undefined` while the groups are not held. */
function useHeld(wanted: Wanted, limit: number): Shown | undefined {
  const groups = collection.known.value.value?.groups;
  const isCounted = groups !== undefined && hasPrometheus.value;
  useEffect(() => (isCounted ? heldStatuses.follow() : undefined), [isCounted]);
  const counted = useRef(groups);
  useEffect(() => {
    if (isCounted && counted.current !== undefined && counted.current !== groups) void heldStatuses.refresh();
    counted.current = groups;
  }, [groups]);
  const statuses = isCounted ? heldStatuses.known.value.value : undefined;
  const text = JSON.stringify(wanted);
  const values = useMemo<SortValues>(() => new Map(), [text]);
  const matching = useMemo(() => {
    const statusesOf: StatusesOf = (group) => statuses?.get(group);
    const matches = groups?.filter(filterOf(wanted, statusesOf)) ?? [];
    return { statusesOf, groups: sorted(matches, wanted, { statusesOf, values }) };
  }, [groups, statuses, text]);
  if (groups === undefined) return undefined;
  return {
    groups: matching.groups.slice(0, limit),
    statusesOf: matching.statusesOf,
    matched: matching.groups.length,
    total: groups.length,
    wanted,
    isWaiting: isCounted && statuses === undefined && wanted.status.length > 0,
    isSortable: true,
  };
}

/** Nothing is asked unless it is needed. */
function useFound(wanted: Wanted, limit: number, isNeeded: boolean): Result {
  const [{ answered, failure, ...service }] = useState(searchByService);
  // The first rows do not wait for what the service has to ask a Prometheus for, unless that says which rows these are.
  const isCounted = statusOfAll.known.value.value !== undefined;
  const isKnown = isCounted || wanted.status.length === 0;
  const most = Math.min(limit, MAX_ROWS);
  const text = JSON.stringify([wanted, most]);
  useEffect(() => {
    service.want(isNeeded && isKnown ? { wanted, limit: most, isCounted } : undefined);
  }, [isNeeded, isKnown, isCounted, text]);
  useEffect(() => {
    return () => {
      service.want(undefined);
    };
  }, []);
  const { revision } = collection.known.value.value ?? {};
  useEffect(() => {
    service.reach(revision);
  }, [revision]);
  const looked = (failure.value === undefined ? statusOfAll : collection).known.value.at;
  useEffect(service.again, [looked]);
  if (answered.value === undefined) return { shown: undefined, failure: failure.value };
  const { question, page } = answered.value;
  const isWaiting = JSON.stringify([question.wanted, question.limit]) !== text;
  const shown = {
    ...page,
    statusesOf: (group: ListedGroup) => group.statuses,
    wanted: question.wanted,
    isWaiting,
    isSortable: page.total <= MAX_HELD,
  };
  return { shown, failure: failure.value };
}
