import { difference, isDecided, type InPlace, type MigrationPlan, type Unreadable } from '@target-eye/domain';
import type { Shown } from './migration-text.js';

/** What a migration found and did, for programs; nothing is left out. */
export function migrationJson({ request, store, plan, result }: Shown, isComplete: boolean): string {
  const { source, absent, differing, alike, onlyInStore, unreadableInStore } = result?.after ?? plan;
  const writable = request.overwrite ? [...absent, ...differing] : absent;
  const inStore = unreadableInStore.map((unreadable): InPlace<Unreadable> => ({ ...unreadable, place: store }));
  return `${JSON.stringify(
    {
      to: request.to,
      dry_run: request.isDryRun,
      complete: isComplete,
      ...sources(plan),
      ...(result === undefined
        ? { to_be_written: isDecided(plan) ? writable.map(({ key }) => key) : [] }
        : { written: result.written, missing: absent.map(({ key }) => key) }),
      alike: result?.alike ?? alike.length,
      differing: differing.map(({ key, before, after, isUnreadable }) => ({
        ...key,
        unreadable: isUnreadable === true,
        ...difference(before?.group, after),
      })),
      failed:
        result?.failed.map(({ key, error }) => ({
          ...key,
          reason: String(error instanceof Error ? error.message : error),
        })) ?? [],
      only_there: onlyInStore,
      unreadable: [...source.unreadable, ...inStore].map(unreadableJson),
      overruled: source.overruled.map(unreadableJson),
      unclaimed: source.unclaimed.map(({ place, name }) => ({ place, name })),
    },
    undefined,
    2,
  )}\n`;
}

function unreadableJson({ place, name, reason }: InPlace<Unreadable>): object {
  return { place, name, reason };
}

/** What several places have in common, and what not. */
function sources({ source: { partial, conflicts } }: MigrationPlan): object {
  return {
    partial: partial.map(({ key, places }) => ({ ...key, places })),
    conflicts: conflicts.map(({ key, isDecided: decided, versions }) => ({
      ...key,
      decided,
      versions: versions.map(({ place, group: { targets, labels } }) => ({ place, targets, labels })),
    })),
  };
}
