import { ConfigurationError } from '../operator-files/configuration-error.js';

const MAX_LENGTH = 200;

/**
 * What the keys in etcd begin with: segments between slashes, such as `/target-eye/`. Characters that shells, etcdctl's
 * options or roles would need quotes for are refused, because whoever repairs something at night types this prefix.
 * @throws ConfigurationError
 */
export function etcdPrefix(value: string): string {
  const quoted = JSON.stringify(value);
  if (!value.startsWith('/') || !value.endsWith('/') || value === '/')
    throw new ConfigurationError(
      `${quoted} is not a prefix of keys; it must have a name between slashes, such as /target-eye/`,
    );
  if (value.includes('//')) throw new ConfigurationError(`${quoted} has two slashes in a row; write one`);
  const wrong = /[^\w.~+,;=:@%/-]/u.exec(value)?.[0];
  if (wrong !== undefined)
    throw new ConfigurationError(
      `${quoted} contains ${JSON.stringify(wrong)}; a prefix of keys consists of ASCII letters, digits and . _ - ~ + , ; = : @ % between slashes`,
    );
  if (value.length > MAX_LENGTH)
    throw new ConfigurationError(`${quoted} is longer than ${String(MAX_LENGTH)} characters`);
  return value;
}
