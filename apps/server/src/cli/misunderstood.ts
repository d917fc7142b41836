import { ConfigurationError } from '../operator-files/configuration-error.js';

/** For a command line that cannot be followed: the reason, and where help is. */
export function misunderstood(reason: string): ConfigurationError {
  return new ConfigurationError(`${reason}; see target-eye --help`);
}
