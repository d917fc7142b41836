import type { GroupFilter } from '@target-eye/client';
import { parseLabelMatcher, type TargetGroupInput } from '@target-eye/domain';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import type { Subcommand } from './subcommand.js';

/** The options of `withFilter`. */
export interface FilterOptions {
  readonly application: readonly string[];
  readonly environment: readonly string[];
  readonly target: readonly string[];
  readonly label: readonly string[];
}

/** Adds the filter that lists and changes of many groups share. */
export function withFilter(command: Subcommand): Subcommand {
  return command
    .repeatable(
      '--application <pattern>',
      'only of this application, * for any characters; repeat it for one of several',
    )
    .repeatable('--environment <pattern>', 'only of this environment, as above')
    .repeatable('--target <pattern>', 'only with this target: host with any port or none, host:port exactly')
    .repeatable(
      '--label <name=pattern>',
      'only with this label, or with name!=pattern without it; repeat it for all of several',
    );
}

/** @throws Failure for a label that is no matcher */
export function filterOf({ application, environment, target, label }: FilterOptions): GroupFilter {
  for (const matcher of label)
    if (parseLabelMatcher(matcher) === undefined)
      throw usageFailure(`--label ${quoteName(matcher)} is neither name=pattern nor name!=pattern`);
  return { application, environment, target, label };
}

export function isFilterGiven(filter: FilterOptions): boolean {
  return [filter.application, filter.environment, filter.target, filter.label].some(({ length }) => length > 0);
}

export interface ChangeOfGroup {
  readonly dryRun?: true;
  readonly ifMatch?: string;
}

/** Adds what every change of one group can be told. */
export function withConditions(command: Subcommand): Subcommand {
  return command
    .option('--dry-run', 'check everything and show the result, but change nothing')
    .option('--if-match <revision>', 'only if the group has this revision, as show tells it');
}

/**
 * Labels that are given as `name=value`.
 * @throws Failure for what is not that, and for a name that is given twice
 */
export function parseLabels(given: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (given.length === 0) return undefined;
  const labels = new Map<string, string>();
  for (const text of given) {
    const split = text.indexOf('=');
    if (split < 1) throw usageFailure(`--label ${quoteName(text)} is not name=value`);
    const name = text.slice(0, split);
    if (labels.has(name)) throw usageFailure(`the label ${quoteName(name)} is given twice`);
    labels.set(name, text.slice(split + 1));
  }
  return Object.fromEntries(labels);
}

/** What is said of a group: only what is given. */
export function inputOf(targets: readonly string[], labels: TargetGroupInput['labels']): TargetGroupInput {
  return { ...(targets.length > 0 && { targets }), ...(labels !== undefined && { labels }) };
}
