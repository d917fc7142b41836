import { parseGroupName } from '../documents/key-text.js';
import type { Naming } from '../documents/file-sd-groups.js';
import { usageFailure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import type { FilterOptions } from './shared-options.js';
import { isFilterGiven, withFilter } from './shared-options.js';
import type { Subcommand } from './subcommand.js';

/** The options of `withFiles`. */
export interface FileOptions extends FilterOptions {
  readonly prune?: true;
  readonly as?: string;
  readonly applicationLabel: string;
  readonly environmentLabel: string;
}

/** What files may hold, for the help. */
export const FILES_TEXT = [
  'A file is JSON or YAML: {"groups": [{"application", "environment", "targets", "labels"}]}, as export writes it, or only that list. A file for file_sd of Prometheus, a list of {"targets", "labels"}, is understood too; there the labels job and env name application and environment, or other labels that --application-label and --environment-label say, and --as names what the labels do not. The file - is standard input.',
  'With --prune a filter is needed; --application "*" means all groups of the service.',
];

/** Adds the files with groups, and what to compare them with. */
export function withFiles(command: Subcommand): Subcommand {
  return withFilter(command.argument('<files...>', 'files with groups, - for standard input'))
    .option('--prune', 'also remove the groups that match the filter and are in no file')
    .option('--as <group>', 'application and environment of groups of file_sd that do not say theirs')
    .option('--application-label <name>', 'the label of groups of file_sd that names the application', 'job')
    .option('--environment-label <name>', 'the label of groups of file_sd that names the environment', 'env');
}

/** @throws Failure where --prune comes without a filter */
export function checkPrune(options: FileOptions): void {
  if (options.prune && !isFilterGiven(options))
    throw usageFailure(
      '--prune needs a filter that says which groups the files are about, such as --application payments; --application "*" means all',
    );
}

/** @throws Failure where there is nothing that could be meant: no group, and no others to remove */
export function checkGiven(groups: readonly unknown[], { prune }: FileOptions): void {
  if (groups.length === 0 && !prune)
    throw usageFailure('the files name no group; give one, or --prune to remove all groups that match the filter');
}

export function namingOf({ as, applicationLabel, environmentLabel }: FileOptions): Naming {
  return { applicationLabel, environmentLabel, fallback: as === undefined ? undefined : parseGroupName(as) };
}

/**
 * The number of --force.
 * @throws Failure for what is not a number
 */
export function parseForce(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw usageFailure(`--force ${quoteName(text)} is not a number of targets`);
  return Number(text);
}
