import type { GroupKey } from '../groups/target-group.js';
import { matchesWildcard } from './wildcard.js';

/** Groups that somebody may write, such as `payments/*`. */
export interface GroupPattern {
  /** As it was written. */
  readonly text: string;
  readonly application: SidePattern;
  readonly environment: SidePattern;
}

/** The texts between the stars, decoded. */
type SidePattern = readonly string[];

/**
 * A pattern `application/environment`. Each side is percent-encoded as in the URL, and a star stands for any run of
 * characters, even an empty one. A literal star is `%2A`, a literal slash `%2F`.
 * @returns a sentence that says why not where the text is no pattern
 */
export function parseGroupPattern(text: string): GroupPattern | string {
  const [application = '', environment = '', ...others] = text.split('/');
  if (application === '' || environment === '' || others.length > 0)
    return `${JSON.stringify(text)} is not a pattern; write application/environment with one slash, such as payments/* (write a slash in a name as %2F)`;
  try {
    return { text, application: parseSide(application), environment: parseSide(environment) };
  } catch {
    return `the pattern ${JSON.stringify(text)} is not percent-encoded UTF-8; write a percent sign as %25`;
  }
}

function parseSide(side: string): SidePattern {
  return side.split('*').map(decodeURIComponent);
}

/** Whether the pattern matches the key. Case counts, as it does in the names of groups. */
export function matchesGroupPattern(pattern: GroupPattern, { application, environment }: GroupKey): boolean {
  return matchesWildcard(pattern.application, application) && matchesWildcard(pattern.environment, environment);
}

/** Whether the pattern matches every group: there are only stars on both sides. */
export function matchesEveryGroup({ application, environment }: GroupPattern): boolean {
  return [application, environment].every((side) => side.length > 1 && side.every((piece) => piece === ''));
}
