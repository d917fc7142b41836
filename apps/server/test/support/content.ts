import type { Content } from './raw-request.js';

export const JSON_TYPE = 'application/json';
export const YAML_TYPE = 'application/yaml';
export const FORM_TYPE = 'application/x-www-form-urlencoded';

export function content(type: string, body: string | Buffer): Content {
  return { headers: { 'Content-Type': type }, body };
}

export function json(value: unknown): Content {
  return content(JSON_TYPE, JSON.stringify(value));
}

export function yaml(text: string): Content {
  return content(YAML_TYPE, text);
}

export function form(text: string): Content {
  return content(FORM_TYPE, text);
}

/** The same content in one chunk, so that nothing announces its length. */
export function chunked({ headers, body = '' }: Content): Content {
  const bytes = Buffer.from(body);
  const frame = bytes.length === 0 ? [] : [`${bytes.length.toString(16)}\r\n`, bytes, '\r\n'];
  return {
    headers: { ...headers, 'Transfer-Encoding': 'chunked' },
    body: Buffer.concat([...frame, '0\r\n\r\n'].map((part) => Buffer.from(part))),
  };
}
