import { type GroupPattern, parseGroupPattern } from '@target-eye/domain';
import { ConfigurationError } from '../operator-files/configuration-error.js';

/**
 * As `parseGroupPattern`, for what an operator has written.
 * @throws ConfigurationError
 */
export function parsePattern(text: string): GroupPattern {
  const pattern = parseGroupPattern(text);
  if (typeof pattern === 'string') throw new ConfigurationError(pattern);
  return pattern;
}
