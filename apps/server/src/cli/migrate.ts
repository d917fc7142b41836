import { type MigrationPlan, wouldComplete } from '@target-eye/domain';
import { type MigrationPlaces, openMigration } from '../composition/migration.js';
import type { Configuration } from '../settings/configuration.js';
import { migrationJson } from './migration-json.js';
import type { MigrationRequest } from './migration-request.js';
import { migrationText } from './migration-text.js';
import { safeText } from './safe-text.js';

/** How often it is said how far the writing is, in milliseconds. */
const PROGRESS_MS = 5000;

/** As late as a timer can be. */
const NEVER_MS = 0x7fff_ffff;

/** What the changes are made by. */
const ACTOR = 'target-eye migrate';

/**
 * Brings groups from directories into etcd or back, and prints what was found and done.
 * @returns whether everything that was to be there is there, or would be
 * @throws ConfigurationError when a place cannot be used
 */
export async function migrate(
  configuration: Configuration,
  request: MigrationRequest,
  output: 'text' | 'json',
): Promise<boolean> {
  // While a cluster is away nothing else may keep the process from ending.
  const alive = setInterval(() => undefined, NEVER_MS);
  try {
    return await migrateBetween(await openMigration(configuration, request, say), request, output);
  } finally {
    clearInterval(alive);
  }
}

async function migrateBetween(
  places: MigrationPlaces,
  request: MigrationRequest,
  output: 'text' | 'json',
): Promise<boolean> {
  try {
    const plan = await places.migration.plan();
    const result = places.store && (await places.migration.carryOut(plan, places.store, options(plan, request)));
    const problem = places.problem();
    if (problem !== undefined) say(problem);
    const isComplete = problem === undefined && (result?.isComplete ?? wouldComplete(plan, request));
    const shown = { request, store: places.name, plan, result };
    process.stdout.write(output === 'json' ? migrationJson(shown, isComplete) : migrationText(shown));
    return isComplete;
  } finally {
    await places.close();
  }
}

function options(plan: MigrationPlan, { overwrite }: MigrationRequest) {
  const total = plan.absent.length + (overwrite ? plan.differing.length : 0);
  let written = 0;
  let next = performance.now() + PROGRESS_MS;
  const wrote = (): void => {
    written += 1;
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_MS;
    say(`${written.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} groups are written`);
  };
  return { overwrite, by: ACTOR, wrote };
}

function say(sentence: string): void {
  process.stderr.write(`target-eye: ${safeText(sentence)}\n`);
}
