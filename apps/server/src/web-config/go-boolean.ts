import { ConfigurationError } from '../operator-files/configuration-error.js';

const TRUE = ['true', 'yes', 'on', 'y'];
const FALSE = ['false', 'no', 'off', 'n'];

/**
 * A boolean as in the YAML of the Prometheus family (YAML 1.1, https://yaml.org/type/bool.html).
 * @throws ConfigurationError
 */
export function goBoolean(text: string): boolean {
  if (TRUE.includes(text.toLowerCase())) return true;
  if (FALSE.includes(text.toLowerCase())) return false;
  throw new ConfigurationError(`${JSON.stringify(text)} is not true or false`);
}
