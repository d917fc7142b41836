import { readFileSync } from 'node:fs';
import { ConfigurationError } from './configuration-error.js';
import { codeOf } from './system-error.js';

/**
 * The text of a file that is part of the configuration.
 * @param name how the message calls the file
 * @throws ConfigurationError when it cannot be read
 */
export function readText(path: string, name = JSON.stringify(path)): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`${name} cannot be read (${codeOf(error)})`);
  }
}
