import { Document, type ErrorCode, isNode, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { usageFailure } from '../failure.js';
import { isSafe, quoteName, safeLines } from '../output/safe-text.js';

/** Where something stands in a document: keys of objects and indexes of lists. */
export type Path = readonly (string | number)[];

export interface ParsedText {
  readonly value: unknown;
  /** The line of what stands at a path, from 1, or of the nearest thing around it that is there. */
  readonly lineOf: (path: Path) => number;
}

/** Files of the user's own may use an anchor as often as they like; only aliases of aliases multiply beyond this. */
const MAX_ALIASES = 100_000;

const NOT_YAML = 'it is not YAML';

/** What is wrong with a text, for somebody who does not know the words of YAML's grammar. */
const REASONS: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_INDENT: `${NOT_YAML}: something is not indented as it should be, or a bracket or brace is not closed`,
  BAD_SCALAR_START: `${NOT_YAML}: text that begins with @ or a backtick has to be quoted`,
  BLOCK_AS_IMPLICIT_KEY: `${NOT_YAML}: a value that holds ": " has to be quoted`,
  DUPLICATE_KEY: 'a key stands twice',
  MISSING_CHAR: `${NOT_YAML}: a bracket, a brace, a comma, a colon or a quotation mark is missing`,
  MULTIPLE_DOCS: 'it holds more than one document',
  TAB_AS_INDENT: `${NOT_YAML}: a line is indented with a tab; use spaces`,
  UNEXPECTED_TOKEN: `${NOT_YAML}: text stands where none is expected; quote it, or close the bracket or brace before it`,
};

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
    const reason =
      REASONS[problem.code] ?? (problem.code === 'TAG_RESOLVE_FAILED' ? tagReason(text, problem) : NOT_YAML);
    throw usageFailure(`${name}:${String(lines.linePos(problem.pos[0]).line)}: ${reason}`);
  }
  return { value: valueOf(document, name), lineOf: (path) => lineIn(document, lines, path) };
}

function tagReason(text: string, { pos: [start, end] }: YAMLError): string {
  return `the tag ${quoteName(text.slice(start, end))} says that what is written is not the value itself; write the value`;
}

function valueOf(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw usageFailure(
      `${name} cannot be used: an alias stands for nothing, or for more than can be used; quote text that begins with *`,
    );
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
