import { type GroupKey, groupKey, TargetGroupError } from '@target-eye/domain';
import { usageFailure } from '../failure.js';
import { quoteName, safeText } from '../output/safe-text.js';

/**
 * The key of a group that is asked for by its URL.
 * @throws Failure for what is not such a key, and for names that a URL takes for steps in its path
 */
export function parseKey(text: string): GroupKey {
  const key = parseGroupName(text);
  if (Object.values(key).some((name) => name === '.' || name === '..'))
    throw usageFailure(
      `${quoteName(text)} cannot be asked for by its URL, which takes . and .. for steps; apply, list and export reach it`,
    );
  return key;
}

/**
 * The key of a group as it is written in a URL, `<application>/<environment>`; a slash or a percent sign in a name is
 * percent-encoded.
 * @throws Failure for what is not such a key
 */
export function parseGroupName(text: string): GroupKey {
  const [application, environment, ...others] = text.split('/').map((part) => decoded(part, text));
  if (!application || !environment || others.length > 0)
    throw usageFailure(
      `${quoteName(text)} is not a group; write <application>/<environment>, and a slash in a name as %2F`,
    );
  if (application === '-') throw usageFailure('the application "-" is reserved for the service itself');
  try {
    return groupKey(application, environment);
  } catch (error) {
    if (error instanceof TargetGroupError) throw usageFailure(safeText(error.message));
    throw error;
  }
}

function decoded(part: string, text: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw usageFailure(`${quoteName(text)} is not percent-encoded as it should be; write a percent sign as %25`);
  }
}

/** A key as `parseGroupName` takes it. */
export function formatKey({ application, environment }: GroupKey): string {
  return [application, environment].map((name) => name.replace(/[%/\s]/g, encodeURIComponent)).join('/');
}
