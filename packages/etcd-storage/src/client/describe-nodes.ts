/** Why something failed, in two sentences, or two ends of one. */
export interface Said {
  /** For those who look after the service: names nodes, and quotes what they say. */
  readonly message: string;
  /** For everybody: neither does. */
  readonly general: string;
}

/**
 * Which nodes do not answer, and why: for everybody by their place among all that are asked.
 * @param failing at least one node, and what is to be said of it; begins with the node
 * @param total how many nodes there are
 */
export function describeNodes(
  failing: Iterable<readonly [node: { readonly url: string; readonly place: number }, failure: Said]>,
  total: number,
): Said {
  const nodes = [...failing].sort(([one], [other]) => one.place - other.place);
  const [first] = nodes;
  if (total === 1 && first !== undefined) {
    const [{ url }, { message, general }] = first;
    return { message: `the only node, ${url}, ${message}`, general: `the only node ${general}` };
  }
  const begin = beginning(nodes.length, total);
  return {
    message: `${begin}: ${nodes.map(([{ url }, { message }]) => `${url} ${message}`).join(', ')}`,
    general: `${begin}: ${nodes.map(([{ place }, { general }]) => `node ${String(place)} ${general}`).join(', ')}`,
  };
}

function beginning(failing: number, total: number): string {
  const all = `${String(total)} nodes`;
  if (failing === total) return `none of the ${all} answers as it should`;
  return failing === 1
    ? `1 of the ${all} does not answer as it should`
    : `${String(failing)} of the ${all} do not answer as they should`;
}
