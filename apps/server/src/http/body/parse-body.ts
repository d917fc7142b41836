import { parse as parseContentType } from 'content-type';
import { quote, type TargetGroupInput, type WholeGroup } from '@target-eye/domain';
import { requestFault } from '../answer/request-error.js';
import { parseForm } from './form.js';
import { checkGroups } from './groups-schema.js';
import { checkInput } from './input-schema.js';
import { hasMoreMarks } from './yaml-marks.js';
import { parseYaml, QUOTE_BRACKETS } from './yaml.js';

/** A body as it came, after decompression. */
export interface Body {
  /** The header that says what it is. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** How one kind of body becomes an object. */
interface Format {
  readonly parse: (text: string) => unknown;
  /** Whether a body takes 50 milliseconds at worst, on a slow machine, whatever is in it. */
  readonly isQuick: (bytes: Uint8Array) => boolean;
  /** What to do where a list or an object stands in place of a text. */
  readonly advice?: string;
}

/** The longest bodies that are quick, in bytes; of YAML only those with few marks of structure. */
const MAX_QUICK = 256 * 1024;
const MAX_QUICK_YAML = 64 * 1024;
const MAX_QUICK_MARKS = 8192;

const JSON_FORMAT: Format = { parse: parseJson, isQuick: ({ length }) => length <= MAX_QUICK };
const FORM_FORMAT: Format = { parse: parseForm, isQuick: ({ length }) => length <= MAX_QUICK };
const YAML_FORMAT: Format = {
  parse: parseYaml,
  isQuick: (bytes) => bytes.length <= MAX_QUICK_YAML && !hasMoreMarks(bytes, MAX_QUICK_MARKS),
  advice: QUOTE_BRACKETS,
};

/** The media types of bodies with many groups. */
const GROUPS_FORMATS: ReadonlyMap<string, Format> = new Map([
  ['application/json', JSON_FORMAT],
  ...[
    'text/vnd.yaml',
    'text/yaml',
    'text/x-yaml',
    'application/vnd.yaml',
    'application/x-yaml',
    'application/yaml',
  ].map((type) => [type, YAML_FORMAT] as const),
]);

/** The media types that are understood. */
const FORMATS: ReadonlyMap<string, Format> = new Map([
  ...GROUPS_FORMATS,
  ['application/x-www-form-urlencoded', FORM_FORMAT],
]);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * What a body says.
 * @throws RequestError when it cannot be understood
 */
export function parseBody({ contentType, bytes }: Body): TargetGroupInput {
  const { parse, advice } = formatOf(contentType);
  return checkInput(parse(decodeUtf8(bytes)), advice);
}

/**
 * The groups that a body names. A form cannot name any.
 * @throws RequestError when it cannot be understood
 */
export function parseGroups({ contentType, bytes }: Body): readonly WholeGroup[] {
  const { parse, advice } = formatOf(contentType, GROUPS_FORMATS);
  return checkGroups(parse(decodeUtf8(bytes)), advice);
}

/**
 * Whether `parseBody` or `parseGroups` takes 50 milliseconds at worst, also for a body that was made to take long.
 * @throws RequestError when its type or its charset is not known
 */
export function isQuick({ contentType, bytes }: Body): boolean {
  return formatOf(contentType).isQuick(bytes);
}

/** The media types that are understood, of bodies with one group or with many. */
export function listTypes(shape: 'group' | 'groups'): string {
  return typesOf(shape === 'group' ? FORMATS : GROUPS_FORMATS);
}

function typesOf(formats: ReadonlyMap<string, Format>): string {
  return [...formats.keys()].join(', ');
}

function formatOf(header: string, formats = FORMATS): Format {
  const { type, parameters } = parseContentType(header);
  const format = formats.get(type);
  if (format === undefined)
    throw requestFault(
      'content_type_unknown',
      `the Content-Type ${quote(header)} is not understood; send one of ${typesOf(formats)}`,
    );
  const charset = parameters['charset'] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset))
    throw requestFault('charset_unknown', `the charset ${quote(charset)} is not understood; send UTF-8`);
  return format;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw requestFault('body_malformed', 'the body is not valid UTF-8');
  }
}

/** Each bracket that is not closed takes memory of the parser, for which a thread has no bound. */
const MAX_BRACKETS = 1_000_000;

function parseJson(text: string): unknown {
  if (text.length > MAX_BRACKETS) checkBrackets(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = text.trim() === '' ? 'it is empty' : error instanceof Error ? error.message : String(error);
    throw requestFault('body_malformed', `the body is not JSON: ${reason}`);
  }
}

function checkBrackets(text: string): void {
  let left = MAX_BRACKETS;
  for (const bracket of ['[', '{'])
    for (let at = text.indexOf(bracket); at !== -1 && left >= 0; at = text.indexOf(bracket, at + 1)) left -= 1;
  if (left < 0)
    throw requestFault('body_too_complex', `the body has more than ${MAX_BRACKETS.toLocaleString('en')} brackets`);
}
