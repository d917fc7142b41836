import { isLabelName, quote, shorten } from '@target-eye/domain';
import { RequestError, requestFault } from '../answer/request-error.js';
import { meantKey } from './meant-key.js';

/**
 * A form (`application/x-www-form-urlencoded`) as the object that JSON and YAML carry: every `targets` field is an
 * element of the list, every other field a label. One line end at the end of all is no part of it, because files and
 * pipes end with one. Stricter than the URL standard's parser, which would silently store something else than what was
 * sent.
 * @throws RequestError `body_malformed` for bad percent-encoding, raw control characters, fields without `=` and a label
 * given twice; `unknown_key` for a field that is nearly `targets` or `labels`
 */
export function parseForm(text: string): unknown {
  if (/^\s*[{[]/.test(text))
    throw requestFault(
      'body_malformed',
      `the body looks like JSON, but its Content-Type says that it is a form; with curl add -H 'Content-Type: application/json'`,
    );
  const form = text.replace(/\r?\n$/, '');
  const [control] = /\p{Cc}/u.exec(form) ?? [];
  if (control !== undefined)
    throw requestFault(
      'body_malformed',
      `the form has a raw ${quote(control)}; percent-encode it if it is meant (with curl: --data-urlencode)`,
    );
  const targets: string[] = [];
  const labels = new Map<string, string>();
  for (const field of form.split('&')) {
    if (field === '') continue;
    const equals = field.indexOf('=');
    if (equals === -1) throw withoutEquals(field);
    const name = decode(field.slice(0, equals));
    const value = decode(field.slice(equals + 1));
    const meant = meantKey(name);
    if (name === 'targets') targets.push(value);
    else if (meant !== undefined) throw nearly(name, meant);
    else if (labels.has(name)) throw requestFault('body_malformed', `the label ${quote(name)} is given twice`);
    else labels.set(name, value);
  }
  return {
    ...(targets.length > 0 && { targets }),
    ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
  };
}

function withoutEquals(field: string): Error {
  return requestFault(
    'body_malformed',
    `the field ${quote(field)} has no "="; write name=value, and %26 for an & inside a value (with curl: --data-urlencode)`,
  );
}

/** Else a slip would become a label, and a PUT would replace all labels by it. */
function nearly(name: string, meant: 'targets' | 'labels'): Error {
  const [advice, end] =
    meant === 'targets'
      ? ['did you mean "targets"?', '']
      : ['in a form every label is a field of its own, such as team=checkout', '.'];
  const asLabel = isLabelName(name) ? `${end} A label of that name can be sent in JSON or YAML` : '';
  const message = `the field ${quote(name)} is not known; ${advice}${asLabel}`;
  return new RequestError([{ path: shorten(name), code: 'unknown_key', message }]);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw requestFault('body_malformed', `${quote(text)} in the form is not valid percent-encoded UTF-8`);
  }
}
