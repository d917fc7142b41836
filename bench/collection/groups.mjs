import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf } from '../groups.mjs';

/** How many groups the service has in these measurements, unless somebody says otherwise. */
export const SIZES = '1000,10000,100000';

/** The sizes for which there is a goal. */
export const MANY = 100_000;
export const FLEET = 10_000;

/** A group as the collection shows it: two targets, as of a service that runs twice. */
export function memberOf(group, build) {
  const application = `app-${String(group).padStart(6, '0')}`;
  return {
    application,
    environment: 'prod',
    targets: [addressOf(2 * group), addressOf(2 * group + 1)],
    labels: { job: application, env: 'prod', build: String(build) },
  };
}

/** The URL of such a group. */
export function pathOfMember(group) {
  return `/${memberOf(group, 0).application}/prod`;
}

/** Makes directories of so many groups below `home`, each once. */
export function directories(home) {
  const made = new Map();
  return (size) => {
    const directory = made.get(size) ?? fill(join(home, `collection-${size}`), size);
    made.set(size, directory);
    return directory;
  };
}

function fill(directory, size) {
  mkdirSync(directory);
  for (let group = 0; group < size; group += 1) {
    const { application, environment, targets, labels } = memberOf(group, 0);
    writeFileSync(join(directory, `${application}@${environment}.json`), `${JSON.stringify([{ targets, labels }])}\n`);
  }
  return directory;
}
