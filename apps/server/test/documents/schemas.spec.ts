import { Ajv2020 } from 'ajv/dist/2020.js';
import { REQUEST_SCHEMAS } from '@target-eye/http-api';

/** The schemas of operators' files, which are compiled when the modules are loaded. */
async function compiledSchemas(): Promise<readonly object[]> {
  const compile = jest.spyOn(Ajv2020.prototype, 'compile');
  await import('../../src/access/access-file.js');
  await import('../../src/web-config/web-config-file.js');
  return compile.mock.calls.map(([schema]) => schema as object);
}

test('all schemas are such as JSON Schema 2020-12 says, which the server does not check', async () => {
  const ofFiles = await compiledSchemas();
  expect(ofFiles).toHaveLength(2);
  const ajv = new Ajv2020();
  for (const schema of [...ofFiles, ...Object.values(REQUEST_SCHEMAS)]) {
    void ajv.validateSchema(schema);
    expect(ajv.errors).toBeNull();
  }
  void ajv.validateSchema({ type: 'text' });
  expect(ajv.errors).not.toBeNull();
});
