import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { REQUEST_SCHEMAS } from '@target-eye/http-api';

// Whether they are schemas at all is left to a test, because that takes longer than most of the start.
const ajv = new Ajv2020({ allErrors: true, verbose: true, validateSchema: false })
  .addVocabulary(['components'])
  .addSchema({ components: { schemas: REQUEST_SCHEMAS } }, 'openapi');

/** Compiles a schema of the description of the API, so that it names every fault. */
export function bodySchema<Body>(name: string): ValidateFunction<Body> {
  return ajv.compile<Body>({ $ref: `openapi#/components/schemas/${name}` });
}
