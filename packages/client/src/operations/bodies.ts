/** A group in the format of file_sd, or none. */
export function isOneGroup(body: unknown): boolean {
  return Array.isArray(body) && body.length <= 1 && body.every(hasTargets);
}

/** Groups in the format of file_sd. */
export function isGroupList(body: unknown): boolean {
  return Array.isArray(body) && body.every(hasTargets);
}

/** A page of groups, or what became of each of many. */
export function hasGroups(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'groups' in body && Array.isArray(body.groups);
}

/** What was counted before. */
export function hasSamples(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'samples' in body;
}

/** Anything that has targets: a group, or what became of one or of all. */
export function hasTargets(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'targets' in body;
}
