import { LineCounter, parseDocument } from 'yaml';
import { ConfigurationError } from './configuration-error.js';

/**
 * The one document of a YAML file; `undefined` when there is nothing but comments.
 * @param schema `failsafe` keeps every scalar as it was written, `core` recognizes numbers and the like
 * @throws ConfigurationError with the line of every fault; messages never show the text, which may be secret
 */
export function parseYamlFile(text: string, schema: 'core' | 'failsafe'): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema, stringKeys: true, prettyErrors: false, lineCounter: lines });
  if (document.errors.length > 0)
    throw new ConfigurationError(
      document.errors.map(
        (error) => `it is not YAML: line ${String(lines.linePos(error.pos[0]).line)}: ${hinted(error.message)}`,
      ),
    );
  if (document.contents === null) return undefined;
  return toValue(document);
}

/**
 * A value of the `failsafe` schema as Go reads it: a key without a value counts as missing.
 * @param whole a key whose value is left as it is
 */
export function withoutEmpty(value: unknown, whole?: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([key, member]) => key === whole || !EMPTY.includes(member));
  return Object.fromEntries(kept.map(([key, member]) => [key, key === whole ? member : withoutEmpty(member, whole)]));
}

const EMPTY: readonly unknown[] = ['', '~', 'null', null];

/** The value of a document. Aliases are resolved only here, which may fail. */
function toValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new ConfigurationError(`it is not YAML: ${hinted(error instanceof Error ? error.message : String(error))}`);
  }
}

/**
 * What the library says, without the excerpt of the file that follows a colon. In YAML a star begins an alias, so an
 * unquoted pattern becomes one.
 */
function hinted(message: string): string {
  const [reason = ''] = message.split(/(?<=\S): /);
  return /alias/i.test(reason) ? `${reason}; quote values that begin with *` : reason;
}
