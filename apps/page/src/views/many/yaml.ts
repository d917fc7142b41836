import { parseDocument } from 'yaml';
import { type Form, formOf, groupOfHosts, type Groups, groupsIn, type Names } from './pasted.js';

/** What was found in a text, and what the text was taken for; or why nothing was. */
export type Read = { readonly form: Form } & ({ readonly groups: Groups } | { readonly fault: string });

type Parsed = { readonly value: unknown } | { readonly fault: string };

/**
 * Reads groups that were pasted in JSON, or in YAML where it is none, or a list of hosts.
 * @param names what groups are called that do not say it
 */
export function readPasted(text: string, names: Names): Read {
  const form = formOf(text);
  if (form === 'hosts') return { form, groups: groupOfHosts(text, names) };
  const json: Parsed = form === 'JSON' ? parseJson(text) : { fault: '' };
  if ('value' in json) return { form, groups: groupsIn(json.value, names) };
  const yaml = parseYaml(text);
  if ('value' in yaml) return { form: 'YAML', groups: groupsIn(yaml.value, names) };
  return { form, fault: `the text is not ${form}: ${form === 'JSON' ? json.fault : yaml.fault}` };
}

function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return faultOf(error);
  }
}

/**
 * As the service reads it: every scalar keeps the spelling that it was written with (the failsafe schema, YAML 1.2, section
 * 10.1).
 */
function parseYaml(text: string): Parsed {
  const document = parseDocument(text, { schema: 'failsafe', resolveKnownTags: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) return { fault: problem.message.replace(/:\n[^]*/, '') };
  try {
    return { value: document.toJS() as unknown };
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): Parsed {
  return { fault: error instanceof Error ? error.message : String(error) };
}

export { previewOf } from './preview.js';
