import { Composer, CST, type Document, isScalar, Lexer, LineCounter, Parser, visit } from 'yaml';
import { quote } from '@target-eye/domain';
import { requestFault } from '../request-error.js';

/** Far deeper than anything that is understood, and far from where the library's recursion would break the process. */
const DEEPEST = 100;

/** The library walks through the document for each alias, which is quadratic. */
const MOST_ALIASES = 100;

/** The control characters that a YAML stream must not hold (YAML 1.2, section 5.1). */
const NOT_PRINTABLE = /[^\P{Cc}\t\n\r\u0085]/u;

/**
 * A YAML document in which every scalar keeps the spelling it was written with (the failsafe schema, YAML 1.2,
 * section 10.1): `1.10` is "1.10", `no` is "no", `~` is "~".
 * @throws RequestError `body_malformed`, also for several documents, duplicate keys and alias bombs
 */
export function parseYaml(text: string): unknown {
  if (NOT_PRINTABLE.test(text)) throw malformed('it holds a control character, which YAML allows only escaped');
  const lines = new LineCounter();
  const document = compose(text, lines);
  const [error] = document.errors;
  if (error !== undefined) throw malformed(`${error.message} (line ${String(lines.linePos(error.pos[0]).line)})`);
  if (document.contents === null) throw malformed('it is empty');
  checkUniqueKeys(document, lines);
  try {
    return document.toJS();
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

function compose(text: string, lines: LineCounter): Document.Parsed {
  const composer = new Composer({
    schema: 'failsafe',
    resolveKnownTags: false,
    stringKeys: true,
    // The library compares every key with every other, which is quadratic; see checkUniqueKeys.
    uniqueKeys: false,
  });
  const [document, second] = composer.compose(tokensOf(text, lines), true, text.length);
  if (document === undefined) throw malformed('it is empty');
  if (second !== undefined) throw malformed('it holds more than one document');
  return document;
}

/** The tokens of a text, given up as soon as they nest too deeply or have too many aliases. */
function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let aliases = 0;
  let before = '';
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (before !== CST.SCALAR && CST.tokenType(lexeme) === 'alias') aliases += 1;
    before = lexeme;
    if (aliases > MOST_ALIASES) throw malformed(`it has more than ${String(MOST_ALIASES)} aliases`);
    if (parser.stack.length > DEEPEST) throw malformed(`it is nested more than ${String(DEEPEST)} levels deep`);
  }
  yield* parser.end();
}

function checkUniqueKeys(document: Document.Parsed, lines: LineCounter): void {
  visit(document, {
    Map: (_, map) => {
      const names = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (names.has(key.value))
          throw malformed(
            `the key ${quote(String(key.value))} stands twice (line ${String(lines.linePos(key.range?.[0] ?? 0).line)})`,
          );
        names.add(key.value);
      }
    },
  });
}

function malformed(reason: string): Error {
  return requestFault('body_malformed', `the body is not YAML that can be used: ${reason}`);
}
