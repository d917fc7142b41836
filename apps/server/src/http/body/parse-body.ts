import { parse as parseContentType } from 'content-type';
import { quote, type TargetGroupInput } from '@target-eye/domain';
import { requestFault } from '../answer/request-error.js';
import { parseForm } from './form.js';
import { checkInput } from './input-schema.js';
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
  /** The longest body, in bytes, that takes some ten milliseconds at worst, whatever is in it. */
  readonly quickUpTo: number;
  /** What to do where a list or an object stands in place of a text. */
  readonly advice?: string;
}

const JSON_FORMAT: Format = { parse: parseJson, quickUpTo: 256 * 1024 };
const FORM_FORMAT: Format = { parse: parseForm, quickUpTo: 256 * 1024 };
const YAML_FORMAT: Format = { parse: parseYaml, quickUpTo: 4 * 1024, advice: QUOTE_BRACKETS };

/** The media types that are understood. */
const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['application/json', JSON_FORMAT],
  ...[
    'text/vnd.yaml',
    'text/yaml',
    'text/x-yaml',
    'application/vnd.yaml',
    'application/x-yaml',
    'application/yaml',
  ].map((type) => [type, YAML_FORMAT] as const),
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
 * Whether `understand` is done with it in no time, even if it was made to take long.
 * @throws RequestError when its type or its charset is not known
 */
export function isQuick({ contentType, bytes }: Body): boolean {
  return bytes.length <= formatOf(contentType).quickUpTo;
}

export function listTypes(): string {
  return [...FORMATS.keys()].join(', ');
}

function formatOf(header: string): Format {
  const { type, parameters } = parseContentType(header);
  const format = FORMATS.get(type);
  if (format === undefined)
    throw requestFault(
      'content_type_unknown',
      `the Content-Type ${quote(header)} is not understood; send one of ${listTypes()}`,
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
