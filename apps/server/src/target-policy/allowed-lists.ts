import { type AllowedListNames, type PortRange, whyNotHostPattern } from '@target-eye/domain';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { list } from '../operator-files/values.js';

/** The lists by the names of their settings, so that messages tell an operator which one to change. */
export const ALLOWED_LISTS: AllowedListNames = { hosts: 'allowed_hosts', ports: 'allowed_ports' };

/** A comma-separated list of host patterns. */
export function hostPatterns(value: string): readonly string[] {
  const patterns = list(value);
  for (const pattern of patterns) {
    const reason = whyNotHostPattern(pattern);
    if (reason !== undefined)
      throw new ConfigurationError(
        `${JSON.stringify(pattern)} is not a host pattern: ${reason}${pattern.includes(':') ? '; ports are restricted by allowed_ports' : ''}`,
      );
  }
  return patterns;
}

/** A comma-separated list of ports and port ranges, such as `80,9100-9999`. */
export function portRanges(value: string): readonly PortRange[] {
  return list(value).map((element) => {
    const { first = '', last = first } = /^(?<first>\d{1,5})(?:-(?<last>\d{1,5}))?$/.exec(element)?.groups ?? {};
    const range = { first: Number(first), last: Number(last) };
    if (1 <= range.first && range.first <= range.last && range.last <= 65535) return range;
    throw new ConfigurationError(
      `${JSON.stringify(element)} is not a port or a port range from 1 to 65535, such as 80 or 9100-9999`,
    );
  });
}
