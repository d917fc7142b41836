import type { Changing } from '../operator-files/changing.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { AccessRules } from './access-file.js';

/**
 * Refuses a web config file without users where they are all who may log in: a mistake in it must not open the service
 * to everybody.
 */
export function keepLogins(
  webConfig: Changing<{ readonly users: ReadonlyMap<string, string> }>,
  rules: Pick<Changing<AccessRules | undefined>, 'current'>,
): void {
  webConfig.follow({
    check: ({ users }) => {
      if (users.size === 0 && webConfig.current.users.size > 0 && rules.current === undefined)
        throw new ConfigurationError('the web config file has no users any more; turning logins off needs a restart');
    },
  });
}
