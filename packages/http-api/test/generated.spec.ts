import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ERRORS, openApiDocument, REQUEST_SCHEMAS } from '@target-eye/http-api';

const ROOT = join(__dirname, '..', '..', '..');

test('what is made of the description is made of it as it is now', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'generate.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('the description knows every error code and no other', () => {
  const { ErrorCode } = openApiDocument().components.schemas;
  expect(ErrorCode?.['enum']).toEqual(Object.keys(ERRORS).sort());
});

test('the schemas of requests are those of the description, and refer to one another only', () => {
  const { schemas } = openApiDocument().components;
  for (const [name, schema] of Object.entries(REQUEST_SCHEMAS)) {
    expect(schemas[name]).toBe(schema);
    for (const [, referred = ''] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(REQUEST_SCHEMAS)).toContain(referred);
  }
  expect(Object.keys(REQUEST_SCHEMAS)).toEqual(expect.arrayContaining(['TargetGroupInput', 'BulkRequest']));
  expect(Object.keys(REQUEST_SCHEMAS)).not.toContain('Failure');
});
