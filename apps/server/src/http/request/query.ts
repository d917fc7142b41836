import { type Fault, MAX_FAULTS, quote } from '@target-eye/domain';
import type { RequestErrorCode } from '@target-eye/http-api';
import { RequestError, requestFault } from '../answer/request-error.js';

/** A parameter of a URL. */
export interface Parameter<Value> {
  /**
   * @param values as they were sent, in order; none when the parameter is not there
   * @throws ValueRefused
   */
  readonly read: (values: readonly string[]) => Value;
}

/** The parameters that a URL understands, by their names. */
export type ParameterTable = Readonly<Record<string, Parameter<unknown>>>;

/** What was sent, by the names of the table. */
export type Query<Table extends ParameterTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Parameter<infer Value> ? Value : never;
};

/** Why a value does not fit: a phrase that follows the name of the parameter, such as `is given more than once`. */
export class ValueRefused extends Error {}

/** `true` or `false`; without it `false`. */
export const FLAG: Parameter<boolean> = {
  read: (values) => {
    const value = single(values);
    if (value === undefined || value === 'false') return false;
    if (value === 'true') return true;
    throw new ValueRefused(`is ${quote(value)}; it has to be true or false`);
  },
};

/** Any number of texts, none of them empty. */
export const TEXTS: Parameter<readonly string[]> = {
  read: (values) => {
    if (values.includes('')) throw new ValueRefused('is empty; give it a value or leave it out');
    return values;
  },
};

/** One text, not empty. */
export const TEXT: Parameter<string | undefined> = {
  read: (values) => single(TEXTS.read(values)),
};

/** A whole number in decimal digits, from `least` to `most`. */
export function wholeNumber(least: number, most: number): Parameter<number | undefined> {
  return {
    read: (values) => {
      const value = single(values);
      if (value === undefined) return undefined;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
      if (number >= least && number <= most) return number;
      throw new ValueRefused(
        `is ${quote(value)}; it has to be a whole number from ${String(least)} to ${String(most)}`,
      );
    },
  };
}

/** @throws ValueRefused where there are several */
export function single(values: readonly string[]): string | undefined {
  if (values.length > 1) throw new ValueRefused('is given more than once');
  return values[0];
}

/**
 * What the query of a URL says. A plus sign is a space in it, as in a form.
 * @param advice what to do about a parameter that is not understood, besides choosing another one
 * @throws RequestError `query_not_understood` for a parameter that is not in the table; `query_invalid` with the name of
 *   the parameter as its path for a value that does not fit; `bad_percent_encoding`
 */
export function readQuery<Table extends ParameterTable>(url: string, table: Table, advice?: string): Query<Table> {
  const sent = parametersOf(url);
  const unknown = [...sent.keys()].filter((name) => !Object.hasOwn(table, name));
  const faults = unknown.map((name) => notUnderstood(name, Object.keys(table), advice));
  const query: Record<string, unknown> = {};
  for (const [name, { read }] of Object.entries(table))
    try {
      query[name] = read(sent.get(name) ?? []);
    } catch (error) {
      if (!(error instanceof ValueRefused)) throw error;
      faults.push({
        path: name,
        code: 'query_invalid',
        message: `${quote(name)} in the query of the URL ${error.message}`,
      });
    }
  const [first, ...others] = faults.slice(0, MAX_FAULTS);
  if (first !== undefined) throw new RequestError([first, ...others], faults.length);
  return query as Query<Table>;
}

/** Everything after the question mark of a URL, as it was sent. */
export function queryOf(url: string): string {
  const begin = url.indexOf('?');
  return begin === -1 ? '' : url.slice(begin + 1);
}

function parametersOf(url: string): ReadonlyMap<string, readonly string[]> {
  const parameters = new Map<string, string[]>();
  for (const part of queryOf(url).split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    const value = equals === -1 ? '' : decode(part.slice(equals + 1));
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return parameters;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw requestFault('bad_percent_encoding', `${quote(text)} in the query of the URL is not percent-encoded UTF-8`);
  }
}

function notUnderstood(name: string, known: readonly string[], advice: string | undefined): Fault<RequestErrorCode> {
  const which =
    known.length === 0 ? 'this URL has no parameters' : `the parameters of this URL are ${known.join(', ')}`;
  return {
    path: '',
    code: 'query_not_understood',
    message: `${quote(name)} in the query of the URL is not understood; ${which}${advice === undefined ? '' : `; ${advice}`}`,
  };
}
