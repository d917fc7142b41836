import express from 'express';
import { URL_TEMPLATES } from '../../src/http/request/url-template.js';
import { createApi, useApi } from '../support/api.js';
import { form } from '../support/content.js';
import { OPERATIONS } from '../support/description.js';
import { SCRIPT } from '../support/page.js';
import { failureIn } from '../support/refusal.js';

const described = new Map<string, readonly string[]>();
for (const { path, method } of OPERATIONS) described.set(path, [...(described.get(path) ?? []), method].sort());

test('the routes of the server are those of the description', () => {
  const route = jest.spyOn(express.Router.prototype as { route: (path: string) => Route }, 'route');
  createApi();
  const routes = new Map<string, readonly string[]>();
  for (const [index, [path]] of route.mock.calls.entries()) {
    const url = path.replace(/:(\w+)/g, '{$1}');
    const methods = methodsOf(route.mock.results[index]?.value as Route);
    routes.set(url, [...(routes.get(url) ?? []), ...methods].sort());
  }
  expect(routes).toEqual(described);
});

interface Route {
  readonly methods: Readonly<Record<string, boolean>>;
}

/**
 * Express answers HEAD with the handler of GET, and calls what stands for all methods `_all`. A route with every method
 * that there is refuses those that are left.
 */
function methodsOf({ methods }: Route): readonly string[] {
  if ('propfind' in methods) return [];
  return Object.keys(methods)
    .filter((method) => method !== '_all')
    .flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]))
    .sort();
}

test('logs and metrics name the URLs of the description, with their methods', () => {
  const templates = Object.entries(URL_TEMPLATES).map(
    ([path, methods]) => [path.replace(/<(\w+)>/g, '{$1}'), [...methods].sort()] as const,
  );
  expect(new Map(templates)).toEqual(described);
});

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'QUERY'];

describe('a server that is asked', () => {
  const api = useApi();

  test.each([...described])('%s has the methods %j and no others', async (path, known) => {
    const url = path.replace('{file}', SCRIPT).replace(/\{(\w+)\}/g, '$1');
    await api.send('PUT', '/application/environment', form('targets=h:1'));
    for (const method of METHODS) {
      const answer = await api.send(method, url);
      if (known.includes(method)) expect([404, 405]).not.toContain(answer.status);
      else {
        expect(answer.status).toBe(405);
        expect(answer.headers['allow']?.split(', ').sort()).toEqual(known);
      }
    }
  });

  test.each([
    ...[
      '//',
      '/openapi.yaml',
      '/http_sd/',
      '/metrics/',
      '/groups',
      '/-/',
      '/-/ui',
      '/-/healthy/',
      '/-/quit',
      '/-/ui/',
      '/-/ui/main.js',
    ],
    ...['/api/v1/groups/', '/api/v1/groups/a', '/api/v1/groups/a/b/c', '/api/v1/targets/a', '/api/v2/groups'],
  ])('%s is nothing, whatever the method', async (url) => {
    for (const method of METHODS.filter((each) => each !== 'HEAD')) {
      const answer = await api.send(method, url);
      expect({ status: answer.status, code: failureIn(answer).code }).toEqual({ status: 404, code: 'not_found' });
    }
  });
});
