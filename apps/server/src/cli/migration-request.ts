import { resolve } from 'node:path';
import type { ParseArgsConfig } from 'node:util';
import { misunderstood } from './misunderstood.js';

/** What `migrate` is to do. */
export interface MigrationRequest {
  /** Where groups are to be brought. */
  readonly to: (typeof PLACES)[number];
  /** The directories that are read in place of the one of the settings; absolute paths. */
  readonly from: readonly string[];
  /** The one of them that counts where they differ. */
  readonly prefer: string | undefined;
  /** Whether the groups that are there and different are written, too. */
  readonly overwrite: boolean;
  readonly isDryRun: boolean;
}

export const MIGRATION_OPTIONS = {
  to: { type: 'string' },
  from: { type: 'string', multiple: true },
  prefer: { type: 'string' },
  overwrite: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

const PLACES = ['etcd', 'directory'] as const;

type Values = Readonly<Record<string, unknown>>;

/**
 * What the options of the command line ask `migrate` to do.
 * @throws ConfigurationError
 */
export function migrationRequest(values: Values): MigrationRequest {
  const to = PLACES.find((place) => place === values['to']);
  const from = ((values['from'] ?? []) as readonly string[]).map((path) => resolve(path));
  const prefer = values['prefer'] === undefined ? undefined : resolve(values['prefer'] as string);
  if (to === undefined) {
    const given = values['to'] === undefined ? '' : `, not ${JSON.stringify(values['to'])}`;
    throw misunderstood(`migrate needs --to=etcd or --to=directory${given}`);
  }
  if (to === 'directory' && from.length > 0)
    throw misunderstood(
      '--from names directories that are brought into etcd; with --to=directory the groups come from etcd',
    );
  const repeated = from.find((path, index) => from.indexOf(path) !== index);
  if (repeated !== undefined) throw misunderstood(`--from names ${JSON.stringify(repeated)} twice`);
  if (prefer !== undefined && (from.length < 2 || !from.includes(prefer)))
    throw misunderstood(
      `--prefer names which of several --from counts where they differ, and ${JSON.stringify(prefer)} is none of several`,
    );
  return { to, from, prefer, overwrite: values['overwrite'] === true, isDryRun: values['dry-run'] === true };
}

/** The first option that only `migrate` has. */
export function migrationOptionIn(values: Values): string | undefined {
  return Object.keys(MIGRATION_OPTIONS).find((name) => values[name] !== undefined);
}
