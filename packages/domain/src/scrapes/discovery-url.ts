import type { StoredGroup } from '../groups/revision.js';
import { filterFor, type LabelMatcher, parseLabelMatcher } from '../listing/filter.js';

/** How the URL ends at which every group is listed for `http_sd_configs`. */
const LIST = '/http_sd';

/** A test whether the list at a URL may be ours and hold a group: what the query excludes is not in it. */
export function discoveryUrlMatcher(url: string): (stored: StoredGroup) => boolean {
  const { path = '', query = '' } = /^(?<path>[^?#]*)(?:\?(?<query>[^#]*))?/.exec(url)?.groups ?? {};
  if (!path.endsWith(LIST)) return () => false;
  const parameters = query.split('&').map(parameterOf);
  const valuesOf = (name: string): readonly string[] =>
    parameters.filter((parameter) => parameter.name === name).map(({ value }) => value);
  const isListed = filterFor({
    applications: valuesOf('application'),
    environments: valuesOf('environment'),
    targets: valuesOf('target'),
    labels: valuesOf('label')
      .map(parseLabelMatcher)
      .filter((matcher): matcher is LabelMatcher => matcher !== undefined),
  });
  return ({ key, group }) => isListed(key, group);
}

function parameterOf(text: string): { readonly name: string; readonly value: string } {
  const [name = '', ...value] = text.split('=');
  return { name: decode(name), value: decode(value.join('=')) };
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
