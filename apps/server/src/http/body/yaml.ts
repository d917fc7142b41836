import {
  Composer,
  CST,
  type Document,
  isScalar,
  Lexer,
  type Node,
  Parser,
  visit,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml';
import { quote } from '@target-eye/domain';
import { requestFault } from '../answer/request-error.js';

/** Far deeper than anything that is understood, and far from where the library's recursion would break the process. */
const MAX_DEPTH = 100;

/** The library walks through the document for each alias, which is quadratic. */
const MAX_ALIASES = 100;

/** The control characters that a YAML stream must not hold (YAML 1.2, section 5.1). */
const NOT_PRINTABLE = /[^\P{Cc}\t\n\r\u0085]/u;

/** Advice for text that YAML takes for a list or an object. */
export const QUOTE_BRACKETS = 'quote text that begins with [ or {, such as "[::1]:9100"';

/** Two opening braces, or a closing bracket or brace with text right behind it. */
const LOOKS_UNQUOTED = /\{\{|[\]}][^\s,\]}"']/;

/** The error for what stands at an offset of the text. */
type Malformed = (reason: string, offset: number) => Error;

/**
 * A YAML document in which every scalar keeps the spelling it was written with (the failsafe schema, YAML 1.2,
 * section 10.1): `1.10` is "1.10", `no` is "no", `~` is "~". Tags beyond that schema are refused, because they say that
 * what is written is not yet the value.
 * @throws RequestError `body_malformed` with the line, also for several documents, duplicate keys and alias bombs
 */
export function parseYaml(text: string): unknown {
  const malformed = malformedIn(text);
  const control = NOT_PRINTABLE.exec(text);
  if (control !== null) throw malformed('it holds a control character, which YAML allows only escaped', control.index);
  const document = withoutTraces(() => compose(text, malformed));
  checkTags(document, text, malformed);
  checkNodes(document, malformed);
  const [error] = document.errors;
  if (error !== undefined) throw malformed(describe(error), error.pos[0]);
  if (document.contents === null) throw unusable('it is empty');
  try {
    return document.toJS();
  } catch {
    throw unusable('its aliases stand for more than can be used');
  }
}

/** In words for somebody who does not know the library's. */
function describe({ code, message }: YAMLParseError): string {
  if (code === 'BAD_SCALAR_START') return `${message}; quote it`;
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return 'a value holds ": " and is not quoted; quote it';
  if (code === 'TAB_AS_INDENT') return 'a line is indented with a tab; use spaces';
  return message.endsWith('at node end') ? 'text follows a value that is complete' : message;
}

function malformedIn(text: string): Malformed {
  return (reason, offset) => {
    const before = text.slice(0, offset);
    const [line = ''] = /^.*/.exec(text.slice(before.lastIndexOf('\n') + 1)) ?? [];
    const advice = LOOKS_UNQUOTED.test(line) ? `; ${QUOTE_BRACKETS}` : '';
    return unusable(`${reason}${advice} (line ${String(before.split('\n').length)})`);
  };
}

function compose(text: string, malformed: Malformed): Document.Parsed {
  const composer = new Composer({
    schema: 'failsafe',
    resolveKnownTags: false,
    // The library compares every key with every other, which is quadratic; see checkNodes.
    uniqueKeys: false,
  });
  const [document, second] = composer.compose(tokensOf(text, malformed), true, text.length);
  if (document === undefined) throw unusable('it is empty');
  if (second !== undefined) throw malformed('it holds more than one document', second.range[0]);
  return document;
}

/**
 * The library makes an error of everything that is wrong with a text, and goes on. The stack traces of thousands of
 * errors, which nobody sees, would take several times as long as the text.
 */
function withoutTraces<Result>(work: () => Result): Result {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The tokens of a text, given up as soon as they nest too deeply or have too many aliases. */
function* tokensOf(text: string, malformed: Malformed): Generator<CST.Token> {
  const parser = new Parser();
  let aliases = 0;
  let before = '';
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (before !== CST.SCALAR && CST.tokenType(lexeme) === 'alias') aliases += 1;
    before = lexeme;
    if (aliases > MAX_ALIASES) throw malformed(`it has more than ${String(MAX_ALIASES)} aliases`, parser.offset);
    if (parser.stack.length > MAX_DEPTH)
      throw malformed(`it is nested more than ${String(MAX_DEPTH)} levels deep`, parser.offset);
  }
  yield* parser.end();
}

/** The library warns of every tag that does not fit the schema or the node, and takes the text as it is. */
function checkTags({ warnings }: Document.Parsed, text: string, malformed: Malformed): void {
  const warning = warnings.find(({ code }) => code !== 'BAD_DIRECTIVE');
  if (warning === undefined) return;
  const [start, end] = warning.pos;
  const tag = quote(text.slice(start, end));
  throw malformed(`the tag ${tag} says that what is written is not the value itself; write the value`, start);
}

/** Checks that keys are text and stand once, and that aliases stand for something. */
function checkNodes(document: Document.Parsed, malformed: Malformed): void {
  const anchors = new Set<string>();
  visit(document, {
    Alias: (_, alias) => {
      if (!anchors.has(alias.source))
        throw malformed(
          `the alias ${quote(`*${alias.source}`)} stands for nothing; quote text that begins with *`,
          offsetOf(alias),
        );
    },
    Value: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Map: (_, map) => {
      if (map.anchor !== undefined) anchors.add(map.anchor);
      checkKeys(map, malformed);
    },
  });
}

function checkKeys({ items }: YAMLMap, malformed: Malformed): void {
  const names = new Set<string>();
  for (const { key } of items) {
    if (!isScalar<string>(key))
      throw malformed('a key is a list, an object or an alias, not text', offsetOf(key as Node));
    if (names.has(key.value)) throw malformed(`the key ${quote(key.value)} stands twice`, offsetOf(key));
    names.add(key.value);
  }
}

function offsetOf({ range }: Node): number {
  return range?.[0] ?? 0;
}

function unusable(reason: string): Error {
  return requestFault('body_malformed', `the body is not YAML that can be used: ${reason}`);
}
