import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { quote } from '@target-eye/domain';
import { requestFault } from '../request-error.js';

/**
 * A YAML document in which every scalar keeps the spelling it was written with (the failsafe schema, YAML 1.2,
 * section 10.1): `1.10` is "1.10", `no` is "no", `~` is "~".
 * @throws RequestError `body_malformed`, also for several documents, duplicate keys and alias bombs
 */
export function parseYaml(text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    stringKeys: true,
    lineCounter: lines,
    // The library's own check compares every key with every other, and its pretty errors copy the line each time:
    // both are quadratic on hostile input.
    uniqueKeys: false,
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error !== undefined) throw malformed(`${error.message} (line ${String(lines.linePos(error.pos[0]).line)})`);
  checkUniqueKeys(document, lines);
  try {
    return document.toJS();
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
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
