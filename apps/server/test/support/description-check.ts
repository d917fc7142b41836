import { METHODS } from 'node:http';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { parseYaml } from '../../src/http/body/yaml.js';
import {
  at,
  type Contents,
  type Described,
  type Operation,
  OPERATIONS,
  type Parameter,
  type Response,
  within,
} from './description.js';
import { schemaAt } from './described-schemas.js';
import type { Answer } from './answer.js';

/** A request as it was sent, and what came back. */
export interface SentRequest {
  readonly method: string;
  /** The URL with its query, without the prefix of all URLs. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for none, and for one that the test broke on purpose. */
  readonly body: Buffer | undefined;
}

/** What every answer may have: it belongs to HTTP, or is described for all answers at once. */
const HEADERS_OF_ALL: readonly string[] = [
  ...['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'server'],
  ...['cache-control', 'content-security-policy', 'referrer-policy', 'x-content-type-options', 'x-frame-options'],
];

/** What can become of a request before it is known what it is for. */
const CODES_OF_ALL: readonly string[] = [
  ...['bad_percent_encoding', 'bad_request', 'headers_too_large', 'host_unknown', 'internal', 'login_failed'],
  ...['login_required', 'method_not_allowed', 'not_found', 'not_permitted', 'stopping', 'too_many_logins'],
  'too_many_requests',
];

/** In what a request and its answer are not as the description says; empty when they are. */
export function deviations(
  request: SentRequest,
  answer: Answer,
  configuredHeaders: readonly string[] = [],
): readonly string[] {
  const ofPath = OPERATIONS.filter(({ path, parameters }) => isAt(request.target, path, parameters));
  const operation = ofPath.find(({ method }) => method === request.method);
  if (operation === undefined) return deviationsElsewhere(request, answer, ofPath);
  const response = operation.responses.get(answer.status);
  if (response === undefined) return [`the status ${String(answer.status)} is not described`];
  return [
    ...headerDeviations(response, answer, [...configuredHeaders, ...(isTrial(request) ? ['Dry-Run'] : [])]),
    ...contentDeviations(request, response, answer),
    ...(answer.status < 400 ? requestDeviations(request, operation) : []),
    ...(answer.status === 412 ? conditionDeviations(request, operation) : []),
  ];
}

/** The description of the parameter says that every answer to such a request has the header. */
function isTrial({ target }: SentRequest): boolean {
  return /[?&]dry_run=true/.test(target);
}

function isAt(target: string, path: string, parameters: readonly Described<Parameter>[]): boolean {
  const [url = ''] = target.split('?');
  const pattern = path.replace(/[.]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  const values = new RegExp(`^${pattern}$`).exec(url);
  if (values === null) return false;
  return parameters.every(
    ({ pointer, value: { in: place, name } }) =>
      place !== 'path' || schemaAt(within(pointer, 'schema'))(decoded(values.groups?.[name] ?? '')),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function deviationsElsewhere({ method }: SentRequest, answer: Answer, ofPath: readonly Operation[]): readonly string[] {
  const isAlwaysThere = ofPath.length > 0 && !ofPath.some(({ responses }) => responses.has(404));
  const impossible = [isAlwaysThere && 'not_found', ofPath.length === 0 && 'method_not_allowed'];
  const codes = CODES_OF_ALL.filter((code) => !impossible.includes(code));
  // The parser of Node knows no URLs yet where it does not know a method.
  const isParsed = METHODS.includes(method) && method !== 'CONNECT';
  const allowed = ofPath.map((operation) => operation.method).sort();
  const { allow } = answer.headers;
  return [
    ...failureDeviations(answer, isParsed ? codes : CODES_OF_ALL, method === 'HEAD'),
    ...(isParsed && allow !== undefined && allow.split(', ').sort().join() !== allowed.join()
      ? [`Allow is ${allow}, and the description knows ${allowed.join(', ') || 'no methods'}`]
      : []),
  ];
}

function failureDeviations({ status, text }: Answer, codes: readonly string[], isHead: boolean): readonly string[] {
  if (status < 400) return [`the status ${String(status)} of a request that is not described`];
  if (isHead) return [];
  return schemaDeviations('/components/schemas/Failure', text, codes);
}

function headerDeviations(
  { pointer, value }: Described<Response>,
  { headers }: Answer,
  configured: readonly string[],
): readonly string[] {
  const described = Object.keys(value.headers ?? {});
  const known = [...HEADERS_OF_ALL, ...described, ...configured].map((name) => name.toLowerCase());
  return [
    ...Object.keys(headers)
      .filter((name) => !known.includes(name))
      .map((name) => `the header ${name} is not described`),
    ...described.flatMap((name) => {
      const header = at(within(pointer, 'headers', name));
      const { required } = header.value as { readonly required?: boolean };
      const sent = headers[name.toLowerCase()];
      if (sent === undefined) return required === true ? [`the header ${name} is missing`] : [];
      return schemaAt(within(header.pointer, 'schema'))(sent) ? [] : [`the header ${name} is ${String(sent)}`];
    }),
  ];
}

function contentDeviations(
  { method }: SentRequest,
  { pointer, value: { content, 'x-error-codes': codes } }: Described<Response>,
  { headers, text }: Answer,
): readonly string[] {
  // Whoever answers a bare socket does not know the method, and not the time either.
  const hasNoBody = content === undefined || (method === 'HEAD' && 'date' in headers);
  if (hasNoBody) return text === '' ? [] : ['the body is not described'];
  const type = (headers['content-type'] ?? '').replace(/;.*/, '');
  if (!(type in content)) return [`the media type ${type} is not described`];
  if (type !== 'application/json' || headers['content-encoding'] !== undefined) return [];
  return schemaDeviations(within(pointer, 'content', type, 'schema'), text, codes);
}

function schemaDeviations(pointer: string, text: string, codes?: readonly string[]): readonly string[] {
  const body: unknown = JSON.parse(text);
  const validate = schemaAt(pointer);
  if (!validate(body)) return [`the body does not fit its schema: ${wordsOf(validate)}`];
  const { code } = body as { readonly code?: string };
  return codes === undefined || codes.includes(String(code)) ? [] : [`the code ${String(code)} is not described`];
}

/** A request that succeeds has to be one that the description allows. */
function requestDeviations(request: SentRequest, operation: Operation): readonly string[] {
  return [...queryDeviations(request, operation), ...bodyDeviations(request, operation)];
}

/** A condition that decides has to be one that the description knows. */
function conditionDeviations({ headers }: SentRequest, { parameters }: Operation): readonly string[] {
  return ['If-Match', 'If-None-Match']
    .filter((name) => name.toLowerCase() in headers && !parameters.some(({ value }) => value.name === name))
    .map((name) => `the header ${name} of the request is not described`);
}

/** Where no code says that a parameter is not understood, the query is ignored. */
function queryDeviations({ target }: SentRequest, { parameters, responses }: Operation): readonly string[] {
  if (responses.get(400)?.value['x-error-codes']?.includes('query_not_understood') !== true) return [];
  const sent = new URLSearchParams(/\?([^]*)/.exec(target)?.[1] ?? '');
  return [...new Set(sent.keys())].flatMap((name) => {
    const parameter = parameters.find(({ value }) => value.in === 'query' && value.name === name);
    if (parameter === undefined) return [`the parameter ${name} is not described`];
    const value = parsedParameter(sent.getAll(name), parameter.value.schema.type);
    return schemaAt(within(parameter.pointer, 'schema'))(value) ? [] : [`the parameter ${name} is ${String(value)}`];
  });
}

function parsedParameter(values: readonly string[], type: string | undefined): unknown {
  if (type === 'array') return values;
  const [value = ''] = values;
  if (values.length > 1) return values;
  if (type === 'integer') return Number(value);
  return type === 'boolean' && ['true', 'false'].includes(value) ? value === 'true' : value;
}

function bodyDeviations({ headers, body }: SentRequest, { body: described }: Operation): readonly string[] {
  if (described === undefined || body === undefined || 'content-encoding' in headers) return [];
  const type = (headers['content-type'] ?? '').replace(/;.*/, '').trim().toLowerCase();
  if (body.length === 0 && type === '') return described.value.required === true ? ['the body is missing'] : [];
  const contents: Contents = described.value.content;
  if (!(type in contents)) return [`the media type ${type} of the request is not described`];
  const validate = schemaAt(within(described.pointer, 'content', type, 'schema'));
  return validate(parsedBody(type, body.toString()))
    ? []
    : [`the body of the request does not fit its schema: ${wordsOf(validate)}`];
}

function parsedBody(type: string, text: string): unknown {
  if (type === 'application/json') return JSON.parse(text.replace(/^\uFEFF/, ''));
  if (type.includes('yaml')) return parseYaml(text);
  const fields = new URLSearchParams(text.trim());
  return Object.fromEntries([...fields.keys()].map((name) => [name, valueOf(fields.getAll(name))]));
}

function valueOf(values: readonly string[]): unknown {
  return values.length === 1 ? values[0] : values;
}

function wordsOf({ errors }: ValidateFunction): string {
  return (errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`).join('; ');
}
