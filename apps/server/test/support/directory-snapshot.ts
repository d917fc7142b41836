import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a directory: what each holds, and a stamp that another version of it does not have. */
export type Snapshot = ReadonlyMap<string, { readonly stamp: string; readonly text: string }>;

/** What is in a directory now; files that did not change since `before` are not read again. */
export function snapshot(directory: string, before: Snapshot = new Map()): Snapshot {
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ name }) => {
      const path = join(directory, name);
      const { ino, size, ctimeNs } = lstatSync(path, { bigint: true });
      const stamp = [ino, size, ctimeNs].join();
      const known = before.get(name);
      return [name, known?.stamp === stamp ? known : { stamp, text: readFileSync(path, 'utf8') }];
    }),
  );
}

/** The contents that came, and those that went. */
export function changes(before: Snapshot, after: Snapshot): { came: readonly string[]; went: readonly string[] } {
  const came = [...after].filter(([name, { text }]) => before.get(name)?.text !== text).map(([, { text }]) => text);
  const went = [...before].filter(([name]) => !after.has(name)).map(([, { text }]) => text);
  return { came, went };
}
