import { quote } from '@target-eye/domain';
import { requestFault } from '../request-error.js';

/**
 * A form (`application/x-www-form-urlencoded`) as the object that JSON and YAML carry: every `targets` field is an
 * element of the list, every other field a label. Stricter than the URL standard's parser, which would silently store
 * something else than what was sent.
 * @throws RequestError `body_malformed` for bad percent-encoding and for a label given twice
 */
export function parseForm(text: string): unknown {
  if (/^\s*[{[]/.test(text))
    throw requestFault(
      'body_malformed',
      `the body looks like JSON, but its Content-Type says that it is a form; with curl add -H 'Content-Type: application/json'`,
    );
  const targets: string[] = [];
  const labels = new Map<string, string>();
  for (const field of text.split('&')) {
    if (field === '') continue;
    const equals = field.indexOf('=');
    const name = decode(equals === -1 ? field : field.slice(0, equals));
    const value = decode(equals === -1 ? '' : field.slice(equals + 1));
    if (name === 'targets') targets.push(value);
    else if (labels.has(name)) throw requestFault('body_malformed', `the label ${quote(name)} is given twice`);
    else labels.set(name, value);
  }
  return {
    ...(targets.length > 0 && { targets }),
    ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw requestFault('body_malformed', `${quote(text)} in the form is not valid percent-encoded UTF-8`);
  }
}
