/** One thing that can be set. */
export interface Setting<Value> {
  /** The environment variables that set it, the first one wins; by default its name in upper case. */
  readonly variables?: readonly string[];
  /** The option of the command line that sets it, without its dashes; named as in the Prometheus family. */
  readonly option?: string;
  /** One line for `--help` and the documentation. */
  readonly means: string;
  readonly parse: (text: string) => Value;
  /** What holds when it is not set, written as one would set it; without it the setting is `undefined`. */
  readonly fallback?: string;
  readonly isSecret?: true;
  /** What an environment variable must look like to count; shells set variables of this name to something else. */
  readonly counts?: RegExp;
}

/** Settings by the names that they have in the config file, in the order of the documentation. */
export type SettingTable = Readonly<Record<string, Setting<unknown>>>;
