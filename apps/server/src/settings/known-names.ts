import { ConfigurationError } from '../operator-files/configuration-error.js';
import { didYouMean } from '../operator-files/misspelling.js';
import type { ConfigFile } from './config-file.js';
import { namesIn, SECTIONS, type Section } from './settings.js';
import { UNSUPPORTED } from './unsupported-settings.js';

/** @throws ConfigurationError for a section or a setting that is not known */
export function checkNames(file: ConfigFile, path: string): void {
  for (const [name, settings] of file) {
    const section = SECTIONS.find((known) => known === name);
    if (section === undefined)
      throw new ConfigurationError(
        `the section [${name}] in ${path} is not known; the sections are ${SECTIONS.map((known) => `[${known}]`).join(' and ')}`,
      );
    const unknown = [...settings.keys()].find((setting) => !knownIn(section).includes(setting));
    if (unknown === undefined) continue;
    const other = SECTIONS.find((known) => knownIn(known).includes(unknown));
    throw new ConfigurationError(
      `the setting ${JSON.stringify(unknown)} in the section [${section}] of ${path} ${
        other === undefined ? `is not known${didYouMean(unknown, knownIn(section))}` : `belongs in [${other}]`
      }`,
    );
  }
}

/** Every name that a section may have, including those without an effect. */
function knownIn(section: Section): readonly string[] {
  return [...namesIn(section), ...(section === 'hypercorn' ? Object.keys(UNSUPPORTED) : [])];
}
