import type { Configuration } from './configuration.js';
import { SECTIONS, SETTINGS } from './settings.js';
import type { Warning } from '../operator-files/warning.js';

/** The settings in effect, in the notation of the config file, with secrets masked and the source of each. */
export function describeConfiguration(origins: Configuration['origins'], warnings: readonly Warning[]): string {
  const sections = SECTIONS.flatMap((section) => [
    `[${section}]`,
    ...origins
      .filter(({ name }) => SETTINGS[name].section === section)
      .map(({ name, text, from }) =>
        text === undefined ? `# ${name} is not set` : `${name} = ${JSON.stringify(text)}  # ${from}`,
      ),
    '',
  ]);
  return [...sections, ...warnings.map(({ code, message }) => `# warning: ${message} (${code})`), ''].join('\n');
}
