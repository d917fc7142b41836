/** The first patch of each minor release that may carry production, from etcd's list of known faults. */
const PATCHES: ReadonlyMap<string, number> = new Map([
  ['3.5', 33],
  ['3.6', 14],
  ['3.7', 1],
]);

/** The versions from which on etcd is fit for production, for people. */
export const FIT_VERSIONS = '3.5.33, 3.6.14, 3.7.1 or newer';

/** Whether a version such as `3.5.33` is fit for production; what is not a version is taken for a newer kind of it. */
export function isFit(version: string): boolean {
  const [, major = '', minor = '', patch = ''] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  const needed = PATCHES.get(`${major}.${minor}`);
  if (needed !== undefined) return Number(patch) >= needed;
  return major === '' || Number(major) > 3 || (Number(major) === 3 && Number(minor) > 7);
}
