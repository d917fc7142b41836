import type { BulkResult } from '@target-eye/client';
import type { Session } from '../session/session.js';

/** Prints what a change of many groups came to. */
export async function printBulk(session: Session, result: BulkResult, dryRun = false): Promise<void> {
  const { created, changed, unchanged, removed } = result;
  await session.print(
    result,
    () =>
      `${String(created)} created, ${String(changed)} changed, ${String(removed)} removed, ${String(unchanged)} unchanged${dryRun ? ' (dry run: nothing was changed)' : ''}\n`,
  );
}
