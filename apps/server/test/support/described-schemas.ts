import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openApiDocument } from '@target-eye/http-api';

const ajv = new Ajv2020({ allErrors: true, strict: false }).addSchema(closed(openApiDocument()), 'openapi');
const compiled = new Map<string, ValidateFunction>();

/** What checks a value against the schema at a pointer; a member that is not described does not fit. */
export function schemaAt(pointer: string): ValidateFunction {
  const known = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi#${encodeURI(pointer)}` });
  compiled.set(pointer, known);
  return known;
}

/** Clients must let pass what they do not know; here it would be a member that is not described. */
function closed<Document extends object>(document: Document): Document {
  return JSON.parse(JSON.stringify(document), (_key, value: unknown) => {
    const isOpen =
      typeof value === 'object' && value !== null && 'properties' in value && !('additionalProperties' in value);
    return isOpen ? { ...value, additionalProperties: false } : value;
  }) as Document;
}
