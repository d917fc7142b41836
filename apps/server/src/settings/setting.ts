/** One thing that can be set. */
export interface Setting<Value> {
  /** The environment variables that set it; the first one wins. By default its name in upper case. */
  readonly variables?: readonly string[];
  /** The command-line option that sets it, without its dashes; named as in the Prometheus family. */
  readonly option?: string;
  /** One line for `--help` and the documentation. */
  readonly means: string;
  readonly parse: (text: string) => Value;
  /** The default, written as an operator would write it; without one the unset setting is `undefined`. */
  readonly fallback?: string;
  readonly isSecret?: true;
  /** A variable counts only if it matches: shells set variables of this name to something else. */
  readonly counts?: RegExp;
}

/** Settings by the names that they have in the config file, in the order of the documentation. */
export type SettingTable = Readonly<Record<string, Setting<unknown>>>;
