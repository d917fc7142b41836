import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REQUEST_SCHEMAS } from '@target-eye/http-api';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readAccessFile } from '../../src/access/access-file.js';
import { PROMETHEUS } from '../../src/http-config/http-config.js';
import { readHttpConfig } from '../../src/http-config/http-config-file.js';
import { readWebConfigFile } from '../../src/web-config/web-config-file.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const home = useTemporaryDirectory();

/** The schemas of operators' files, each of which is compiled when such a file is read. */
function compiledSchemas(): readonly object[] {
  const compile = jest.spyOn(Ajv2020.prototype, 'compile');
  const file = (text: string): string => {
    const path = join(home(), 'file.yml');
    writeFileSync(path, text);
    return path;
  };
  readAccessFile(file('clients: []'), 'none');
  readHttpConfig(file('{}'), PROMETHEUS);
  readWebConfigFile(file('{}'));
  return compile.mock.calls.map(([schema]) => schema as object);
}

test('all schemas are such as JSON Schema 2020-12 says, which the server does not check', () => {
  const ofFiles = compiledSchemas();
  expect(ofFiles).toHaveLength(3);
  const ajv = new Ajv2020();
  for (const schema of [...ofFiles, ...Object.values(REQUEST_SCHEMAS)]) {
    void ajv.validateSchema(schema);
    expect(ajv.errors).toBeNull();
  }
  void ajv.validateSchema({ type: 'text' });
  expect(ajv.errors).not.toBeNull();
});
