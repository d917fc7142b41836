import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { ConfigurationError } from './configuration-error.js';
import { keysIn } from './json-pointer.js';
import { didYouMean } from './misspelling.js';

// Whether they are schemas at all is left to a test, because that takes longer than most of the start.
const ajv = new Ajv2020({ allErrors: true, verbose: true, validateSchema: false });

/** What a kind of files may contain. Its schema is compiled for the first file: most services have none of a kind. */
export class Shape<Content> {
  private validate: ValidateFunction<Content> | undefined;

  constructor(private readonly schema: object) {}

  /**
   * Checks a parsed file, and gives it back. Messages show no value: it may be a secret in the wrong place.
   * @throws ConfigurationError with every fault; for an unknown key it suggests a similar known one, if there is one
   */
  check(parsed: unknown): Content {
    const validate = (this.validate ??= ajv.compile<Content>(this.schema));
    if (validate(parsed)) return parsed;
    throw new ConfigurationError((validate.errors ?? []).map(describeFault));
  }
}

/** The schema of a mapping that has no keys but these. */
export function record(properties: object): object {
  return { type: 'object', additionalProperties: false, properties };
}

function describeFault({ instancePath, keyword, params, parentSchema, data, message = '' }: ErrorObject): string {
  const path = toPath(instancePath);
  switch (keyword) {
    case 'additionalProperties': {
      const known = Object.keys((parentSchema?.['properties'] ?? {}) as object);
      const key = String(params['additionalProperty']);
      return `the key ${JSON.stringify(key)}${path === '' ? '' : ` in ${path}`} is not known${didYouMean(key, known)}`;
    }
    case 'required':
      return `${path === '' ? '' : `${path}: `}the key ${JSON.stringify(params['missingProperty'])} is missing`;
    case 'type':
      return `${path === '' ? 'it' : path} is ${kindOf(data)}, not ${YAML_NAMES[String(params['type'])] ?? message}${hint(data, params['type'])}`;
    case 'enum':
      return `${path} is not one of ${(params['allowedValues'] as readonly unknown[]).map(String).join(', ')}`;
    default:
      return `${path} ${message}`;
  }
}

/** What people who write YAML call the types of JSON schema. */
const YAML_NAMES: Readonly<Record<string, string>> = { object: 'a mapping', array: 'a list', string: 'a string' };

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === undefined || value === null || value === '') return 'empty';
  if (typeof value === 'string') return 'a string';
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`;
}

function hint(value: unknown, expected: unknown): string {
  return expected === 'string' && ['number', 'boolean'].includes(typeof value) ? '; quote it' : '';
}

/** From a JSON pointer to the way people write it: `/clients/2/write/0` is `clients[2].write[0]`. */
function toPath(pointer: string): string {
  return keysIn(pointer)
    .map((key, index) => (/^\d+$/.test(key) ? `[${key}]` : `${index === 0 ? '' : '.'}${key}`))
    .join('');
}
