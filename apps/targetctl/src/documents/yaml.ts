import { Document, isNode, LineCounter, parseDocument, visit } from 'yaml';
import { usageFailure } from '../failure.js';
import { isSafe, safeLines, safeText } from '../output/safe-text.js';

/** Where something stands in a document: keys of objects and indexes of lists. */
export type Path = readonly (string | number)[];

export interface ParsedText {
  readonly value: unknown;
  /** The line of what stands at a path, from 1, or of the nearest thing around it that is there. */
  readonly lineOf: (path: Path) => number;
}

/** Files of the user's own may use an anchor as often as they like; only aliases of aliases multiply beyond this. */
const MAX_ALIASES = 100_000;

/**
 * A YAML or JSON document in which every scalar keeps the spelling it was written with, as the service reads it.
 * @param name how messages name it
 * @throws Failure with the line, also for several documents, keys that stand twice, and tags
 */
export function parseYaml(text: string, name: string): ParsedText {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', resolveKnownTags: false, lineCounter: lines });
  const [problem = document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED')] = document.errors;
  if (problem !== undefined) {
    const [reason = ''] = problem.message.split(/ at line \d|:\n/);
    throw usageFailure(`${name}:${String(lines.linePos(problem.pos[0]).line)}: ${safeText(reason)}`);
  }
  return { value: valueOf(document, name), lineOf: (path) => lineIn(document, lines, path) };
}

function valueOf(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw usageFailure(`${name} cannot be used: ${error instanceof Error ? safeText(error.message) : ''}`);
  }
}

function lineIn(document: Document.Parsed, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** A value in YAML that reads the same for every reader, YAML 1.1 too, and that a terminal may show. */
export function formatYaml(value: unknown): string {
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && !isSafe(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return safeLines(document.toString({ lineWidth: 0 }));
}
