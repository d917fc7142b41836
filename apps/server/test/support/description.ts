import { openApiDocument } from '@target-eye/http-api';

/** Something of the description, and the JSON pointer to where it is written. */
export interface Described<Value> {
  readonly pointer: string;
  readonly value: Value;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: { readonly type?: string };
}

/** What a body may be, by its media type. */
export type Contents = Readonly<
  Record<string, { readonly schema: object; readonly examples?: Readonly<Record<string, object>> }>
>;

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Contents;
  readonly 'x-error-codes'?: readonly string[];
}

/** One method of one URL. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** The URL with its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Described<Parameter>[];
  readonly body: Described<{ readonly required?: boolean; readonly content: Contents }> | undefined;
  /** By status. */
  readonly responses: ReadonlyMap<number, Described<Response>>;
}

const DOCUMENT = openApiDocument();

/** What stands at a JSON pointer into the description, also where it is written elsewhere. */
export function at(pointer: string): Described<unknown> {
  let value: unknown = DOCUMENT;
  for (const key of pointer.split('/').slice(1))
    value = (value as Readonly<Record<string, unknown>>)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  const reference = (value as { readonly $ref?: string } | undefined)?.$ref;
  return reference === undefined ? { pointer, value } : at(reference.slice(1));
}

/** The pointer to a member of what a pointer is to. */
export function within(pointer: string, ...keys: readonly string[]): string {
  return [pointer, ...keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}

const METHODS = ['get', 'head', 'put', 'post', 'delete', 'options', 'patch', 'trace'];

/** All that the description knows. */
export const OPERATIONS: readonly Operation[] = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => method in item).map((method) => operationAt(path, method)),
);

function operationAt(path: string, method: string): Operation {
  const own = within('/paths', path, method);
  const { operationId, requestBody, responses } = at(own).value as {
    readonly operationId: string;
    readonly requestBody?: object;
    readonly responses: object;
  };
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    parameters: [within('/paths', path), own].flatMap((pointer) => listAt<Parameter>(within(pointer, 'parameters'))),
    body: requestBody && (at(within(own, 'requestBody')) as NonNullable<Operation['body']>),
    responses: new Map(
      Object.keys(responses).map((status) => [
        Number(status),
        at(within(own, 'responses', status)) as Described<Response>,
      ]),
    ),
  };
}

function listAt<Value>(pointer: string): readonly Described<Value>[] {
  const list = (at(pointer).value ?? []) as readonly unknown[];
  return list.map((_, index) => at(within(pointer, String(index))) as Described<Value>);
}

/** The values of the examples of a parameter, or of a body of one media type, each where it is written. */
export function examplesAt(pointer: string): readonly Described<unknown>[] {
  const { examples = {}, ...own } = at(pointer).value as { readonly examples?: object };
  const named = Object.keys(examples).map((name) => within(at(within(pointer, 'examples', name)).pointer, 'value'));
  return ['example' in own ? [within(pointer, 'example')] : [], named].flat().map((each) => at(each));
}

/** All examples, each where it is written, also those that nothing refers to. */
export function allExamples(pointer = ''): readonly Described<unknown>[] {
  const { pointer: written, value } = at(pointer);
  if (written !== pointer || typeof value !== 'object' || value === null) return [];
  return [...examplesAt(pointer), ...Object.keys(value).flatMap((key) => allExamples(within(pointer, key)))];
}

/** The codes that an operation can fail with, by status. */
export function codesOf({ responses }: Operation): ReadonlyMap<number, readonly string[]> {
  return new Map(
    [...responses].flatMap(([status, { value }]) =>
      value['x-error-codes'] === undefined ? [] : [[status, value['x-error-codes']] as const],
    ),
  );
}
