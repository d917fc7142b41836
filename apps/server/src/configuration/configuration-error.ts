/** A setting that cannot be used; the message is one line that names it, its value and the rule. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
