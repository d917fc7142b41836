import { Failure, usageFailure } from '../failure.js';
import { parseYaml, type ParsedText, type Path } from './yaml.js';

/** A larger text in JSON is not parsed a second time only to find a line. */
const MAX_LENGTH_FOR_LINES = 4 << 20;

/**
 * A document in JSON or YAML. JSON is parsed as such, because YAML takes a hundred times as long.
 * @param name how messages name it
 * @throws Failure for what is neither
 */
export function parseText(text: string, name: string): ParsedText {
  if (/^\s*[[{]/.test(text)) {
    try {
      return { value: JSON.parse(text) as unknown, lineOf: (path) => lineInJson(text, name, path) };
    } catch {
      // It may still be YAML in flow style, and if not, its parser knows the line.
    }
  }
  const parsed = parseYaml(text, name);
  if (parsed.value === null || parsed.value === '') throw usageFailure(`${name} is empty`);
  return parsed;
}

function lineInJson(text: string, name: string, path: Path): number {
  if (text.length > MAX_LENGTH_FOR_LINES) return 1;
  try {
    return parseYaml(text, name).lineOf(path);
  } catch (error) {
    // What JSON allows and YAML does not, such as a key that stands twice.
    if (error instanceof Failure) return 1;
    throw error;
  }
}
