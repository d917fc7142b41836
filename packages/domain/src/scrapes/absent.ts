import { quote } from '../faults/text.js';
import { isOfNewest, older } from './active.js';
import type { DiscoveredTarget, PoolSource } from './facts.js';
import { mergedByRelabelling, mergedWithAlike, othersAt } from './merged.js';
import { notRead, type Word } from './not-read.js';
import { refused } from './refused.js';
import type { SeenGroup } from './seen-group.js';

/** What one Prometheus makes of a target that relabelling dropped. */
export function judgeDropped(entry: DiscoveredTarget, seen: SeenGroup): Word {
  if (!isOfNewest(entry, seen)) return older(seen);
  const { pool } = entry;
  const where = pool === undefined ? '' : ` in the scrape pool ${quote(pool)}`;
  return { status: 'dropped', fact: `relabelling${where} drops it` };
}

/** What one Prometheus makes of a target that it neither scrapes nor dropped. */
export function judgeAbsent(target: string, seen: SeenGroup): Word {
  if (seen.readers?.length === 0) return notConfigured(seen);
  return notRead(seen) ?? lost(target, seen);
}

/** How many sources are named where none reads a group. */
const MAX_NAMED = 3;

function notConfigured({ answer: { view }, stored, published }: SeenGroup): Word {
  const sources = view.sources ?? [];
  const named = sources.slice(0, MAX_NAMED).map(described).join(', ');
  const more = sources.length > MAX_NAMED ? ` and ${String(sources.length - MAX_NAMED)} more` : '';
  const fact =
    sources.length === 0
      ? 'no scrape pool has file_sd_configs or http_sd_configs'
      : `no scrape pool reads ${quote(published.nameOf(stored.key))} of Target-eye; what they read is ${named}${more}`;
  return { status: 'not_configured', fact };
}

function described({ kind, reads }: PoolSource): string {
  return `${kind} ${quote(reads)}`;
}

/** The word for a target of which it is not certain that it was not read. */
function lost(target: string, seen: SeenGroup): Word {
  const unknown = whatIsNotKnown(seen);
  if (unknown !== undefined) return { status: 'waiting', fact: unknown };
  const others = othersAt(target, seen);
  return (
    mergedWithAlike(others, target, seen) ??
    refused(others, target, seen) ??
    mergedByRelabelling(others, target, seen) ?? {
      status: 'waiting',
      fact: 'Prometheus has it neither among the active nor the dropped targets, and shows no reason',
    }
  );
}

function whatIsNotKnown(seen: SeenGroup): string | undefined {
  const { readers, isInFile, fileRead, isSettled, answer } = seen;
  if (readers === undefined) return 'Prometheus does not scrape it, and does not show what it reads';
  if (isInFile && fileRead === 'unknown')
    return 'Prometheus does not scrape it, and does not show which version of the group it has read';
  if (fileRead === 'several') return 'Prometheus has read several files of this name, one of them in an older version';
  if (!isSettled) return 'Prometheus may have read it only seconds ago, and does not scrape it yet';
  if (!answer.view.listsAllDropped)
    return 'Prometheus does not scrape it, and does not list all targets that it dropped';
  if (seen.hasUnassigned())
    return 'Prometheus scrapes targets of this group under other addresses, and does not show which of them this is';
  return undefined;
}
