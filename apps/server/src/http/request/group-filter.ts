import {
  isLabelName,
  isSlowText,
  type LabelMatcher,
  MAX_SOUGHT,
  parseLabelMatcher,
  quote,
  type Selector,
  TARGET_STATUSES,
  type TargetStatus,
  whyNotTargetPattern,
  whySlowPattern,
} from '@target-eye/domain';
import { type Parameter, type Query, TEXT, TEXTS, ValueRefused } from './query.js';

/** How often a parameter of a filter may be given. Each time costs a comparison with everything that is stored. */
export const MAX_PATTERNS = 50;

/** Patterns for names of which one has to match. */
const PATTERNS: Parameter<readonly string[]> = {
  read: (values) => {
    const patterns = fewTexts(values);
    patterns.forEach(checkPattern);
    return patterns;
  },
};

/** Patterns for targets of which one has to match. */
export const TARGET_PATTERNS: Parameter<readonly string[]> = {
  read: (values) => {
    const patterns = PATTERNS.read(values);
    patterns.forEach(checkTargetPattern);
    return patterns;
  },
};

const LABEL_MATCHERS: Parameter<readonly LabelMatcher[]> = {
  read: (values) => fewTexts(values).map(labelMatcherOf),
};

const SEARCH: Parameter<string | undefined> = {
  read: (values) => {
    const search = TEXT.read(values);
    if (search !== undefined && isSlowText(search))
      throw new ValueRefused(`is ${quote(search)}; it may have ${String(MAX_SOUGHT)} characters`);
    return search;
  },
};

/** The parameters that choose groups by what they are, wherever a URL is about several groups. */
export const GROUP_FILTER = {
  application: PATTERNS,
  environment: PATTERNS,
  target: TARGET_PATTERNS,
  label: LABEL_MATCHERS,
};

/** The same where people look for something. */
export const GROUP_SEARCH = { ...GROUP_FILTER, search: SEARCH };

/** Statuses of targets of which one is enough. */
export const STATUSES: Parameter<readonly TargetStatus[]> = {
  read: (values) => fewTexts(values).map(statusOf),
};

/** Which groups a query asks for: all of them where it has no filter. */
export function selectorOf(query: Query<typeof GROUP_FILTER> & Partial<Query<typeof GROUP_SEARCH>>): Selector {
  const { application, environment, target, label, search } = query;
  return {
    applications: application,
    environments: environment,
    targets: target,
    labels: label,
    ...(search !== undefined && { search }),
  };
}

function fewTexts(values: readonly string[]): readonly string[] {
  if (values.length > MAX_PATTERNS)
    throw new ValueRefused(`is given ${String(values.length)} times; it may be given ${String(MAX_PATTERNS)} times`);
  return TEXTS.read(values);
}

function statusOf(word: string): TargetStatus {
  const status = TARGET_STATUSES.find((each) => each === word);
  if (status !== undefined) return status;
  throw new ValueRefused(`is ${quote(word)}; it has to be one of ${TARGET_STATUSES.join(', ')}`);
}

function checkPattern(pattern: string): void {
  const reason = whySlowPattern(pattern);
  if (reason !== undefined) throw new ValueRefused(`is ${quote(pattern)}; ${reason}`);
}

function checkTargetPattern(pattern: string): void {
  const reason = whyNotTargetPattern(pattern);
  if (reason !== undefined) throw new ValueRefused(`is ${quote(pattern)}, which is no target: ${reason}`);
}

function labelMatcherOf(text: string): LabelMatcher {
  const matcher = parseLabelMatcher(text);
  if (matcher === undefined)
    throw new ValueRefused(`is ${quote(text)}; it has to be name=pattern or name!=pattern, such as team=checkout`);
  if (!isLabelName(matcher.name))
    throw new ValueRefused(
      `is ${quote(text)}; ${quote(matcher.name)} is not a label name, which has to match [a-zA-Z_][a-zA-Z0-9_]*`,
    );
  checkPattern(matcher.pattern);
  return matcher;
}
