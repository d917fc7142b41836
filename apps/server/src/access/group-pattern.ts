import { type GroupKey, matchesWildcard } from '@target-eye/domain';
import { ConfigurationError } from '../operator-files/configuration-error.js';

/** The groups that a client may write, such as `payments/*`. */
export interface GroupPattern {
  /** As it is written in the access file. */
  readonly text: string;
  readonly application: SidePattern;
  readonly environment: SidePattern;
}

/** The texts between the stars, decoded. */
type SidePattern = readonly string[];

/**
 * A pattern `application/environment`. Each side is percent-encoded as in the URL, and a star stands for any run of
 * characters, even an empty one. A literal star is `%2A`, a literal slash `%2F`.
 * @throws ConfigurationError
 */
export function parsePattern(text: string): GroupPattern {
  const [application = '', environment = '', ...others] = text.split('/');
  if (application === '' || environment === '' || others.length > 0)
    throw new ConfigurationError(
      `${JSON.stringify(text)} is not a pattern; write application/environment with one slash, such as payments/* (write a slash in a name as %2F)`,
    );
  return { text, application: parseSide(application, text), environment: parseSide(environment, text) };
}

function parseSide(side: string, text: string): SidePattern {
  try {
    return side.split('*').map(decodeURIComponent);
  } catch {
    throw new ConfigurationError(
      `the pattern ${JSON.stringify(text)} is not percent-encoded UTF-8; write a percent sign as %25`,
    );
  }
}

/** Whether the pattern matches the key. Case counts, as it does in the names of groups. */
export function matchesPattern(pattern: GroupPattern, { application, environment }: GroupKey): boolean {
  return matchesWildcard(pattern.application, application) && matchesWildcard(pattern.environment, environment);
}

/** Whether the pattern matches every group: there are only stars on both sides. */
export function matchesEverything({ application, environment }: GroupPattern): boolean {
  return [application, environment].every((side) => side.length > 1 && side.every((piece) => piece === ''));
}
