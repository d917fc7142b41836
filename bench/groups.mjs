/** How many groups the service has in most measurements. */
export const GROUPS = 1000;

/** The URL of a group of the benchmark. */
export function pathOf(group) {
  return `/${applicationOf(group)}/prod`;
}

/** The group as it is stored. */
export function groupOf(group, build) {
  const targets = [1, 2, 3].map((host) => addressOf(10 * group + host));
  return { targets, labels: { job: applicationOf(group), env: 'prod', build: String(build) } };
}

/** The address of a target of the benchmark; each number has another one. */
export function addressOf(host) {
  return `10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}:9100`;
}

function applicationOf(group) {
  return `app-${String(group).padStart(6, '0')}`;
}
