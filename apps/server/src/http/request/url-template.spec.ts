import { openApiDocument } from '@target-eye/http-api';
import { NO_TEMPLATE, templateOf, URL_TEMPLATES } from './url-template.js';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

test('they are the URLs and methods of the description', () => {
  const described = Object.entries(openApiDocument().paths).map(([path, item]) => [
    path.replace(/{(\w+)}/g, '<$1>'),
    METHODS.filter((method) => method.toLowerCase() in item),
  ]);
  expect(Object.fromEntries(described)).toEqual(URL_TEMPLATES);
});

test.each(Object.keys(URL_TEMPLATES))('%s is the template of its own URLs', (template) => {
  const filled = (name: string) => template.replace(/<\w+>/g, name);
  for (const name of ['a', '-', '%2F', '日本', 'a b', '..']) {
    if (template.startsWith('/<') && name === '-') continue;
    expect(templateOf(filled(name))).toBe(template);
  }
});

test.each([
  '',
  '/a',
  '/a/',
  '//b',
  '/a/b/',
  '/a/b/c',
  '/-/nowhere',
  '/-/',
  '/-/ui',
  '/-/ui/',
  '/-/ui/a/b',
  '/api/v1/groups/',
  '/api/v1/groups/a',
  '/api/v1/groups/a/b/',
  '/api/v1/groups/a/b/c',
  '/api/v1/groups/a/b/status/',
  '/api/v1/status/',
  '/a/b/status',
  '/http_sd/',
  '/HTTP_SD',
  '__proto__',
])('%s is no URL of the service', (path) => {
  expect(templateOf(path)).toBe(NO_TEMPLATE);
});

test('what looks like a URL of the service and is none is a group', () => {
  expect(['/api/v1', '/metrics/x', '/-x/y'].map(templateOf)).toEqual(Array(3).fill('/<application>/<environment>'));
});
