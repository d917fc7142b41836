/** Settings or files that cannot be used; each fault is one line that names what is wrong, its value and the rule. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  /** Everything that is wrong, at least one line. */
  readonly faults: readonly string[];

  constructor(faults: string | readonly string[], options?: ErrorOptions) {
    const list = typeof faults === 'string' ? [faults] : faults;
    super(list.join('; '), options);
    this.faults = list;
  }
}
