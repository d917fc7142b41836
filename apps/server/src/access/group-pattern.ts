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
 * A pattern `application/environment`: each side is percent-encoded as in the URL, and a star in it stands for any run
 * of characters, also none. A literal star is `%2A`, a literal slash `%2F`.
 * @throws ConfigurationError
 */
export function parsePattern(text: string): GroupPattern {
  const [application = '', environment = '', ...others] = text.split('/');
  if (application === '' || environment === '' || others.length > 0)
    throw new ConfigurationError(
      `${JSON.stringify(text)} is not a pattern; it is application/environment with one slash, such as payments/* (a slash in a name is %2F)`,
    );
  return { text, application: parseSide(application, text), environment: parseSide(environment, text) };
}

function parseSide(side: string, text: string): SidePattern {
  try {
    return side.split('*').map(decodeURIComponent);
  } catch {
    throw new ConfigurationError(`the pattern ${JSON.stringify(text)} is not percent-encoded UTF-8; a percent is %25`);
  }
}

/** Case counts, as it does in the names of groups. */
export function matchesPattern(pattern: GroupPattern, { application, environment }: GroupKey): boolean {
  return matchesWildcard(pattern.application, application) && matchesWildcard(pattern.environment, environment);
}

/** Whether every group matches, so that there is nothing but stars on both sides. */
export function matchesEverything({ application, environment }: GroupPattern): boolean {
  return [application, environment].every((side) => side.length > 1 && side.every((piece) => piece === ''));
}
