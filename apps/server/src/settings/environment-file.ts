import { ConfigurationError } from '../operator-files/configuration-error.js';
import { readText } from '../operator-files/read-text.js';

/** A name, an equals sign, any number of quoted texts, and an unquoted one, which ends with the line. */
const ASSIGNMENT =
  /^[ \t]*(?![#;\s])([^=\n\r]*)=((?:[ \t]*(?:'[^']*'|"(?:\\[^]|[^"\\])*"))*)[ \t]*((?:\\[^]|[^\\\n\r])*)/gm;

/**
 * The variables of a file as `EnvironmentFile=` of a unit names it (systemd.exec(5)): comments, quotes, backslashes and
 * continued lines are read as systemd reads them. Like systemd, it ignores whatever is not an assignment to a variable.
 * @throws ConfigurationError when the file cannot be read or a quotation mark is not closed
 */
export function readEnvironmentFile(path: string): Readonly<Record<string, string>> {
  const name = `the environment file ${JSON.stringify(path)}`;
  const assignments = [...readText(path, name).matchAll(ASSIGNMENT)].map(
    ([, variable = '', quoted = '', plain = '']) => ({ variable: variable.trimEnd(), quoted, plain }),
  );
  const open = assignments.find(({ plain }) => /^['"]/.test(plain));
  if (open !== undefined) throw new ConfigurationError(`${name} has an unclosed quotation mark in ${open.variable}`);
  return Object.fromEntries(
    assignments.flatMap(({ variable, quoted, plain }) =>
      /^[A-Za-z_]\w*$/.test(variable) ? [[variable, withoutQuotes(quoted) + withoutEscapes(plain)]] : [],
    ),
  );
}

function withoutQuotes(quoted: string): string {
  return quoted.replace(
    /[ \t]*(?:'([^']*)'|"((?:\\[^]|[^"\\])*)")/g,
    (_text, single: string | undefined, double = '') => single ?? unescapeDouble(double as string),
  );
}

/** Within double quotes a backslash is special only before these characters, as in a shell. */
function unescapeDouble(text: string): string {
  return text.replace(/\\(?:\n|(["\\`$]))/g, '$1');
}

/** White space at the end is ignored unless it follows a backslash. */
function withoutEscapes(plain: string): string {
  return plain.replace(/\\(?:\n|([^]))|[ \t]+$/g, '$1');
}
