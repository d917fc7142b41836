import { useApi } from '../../../test/support/api.js';
import { form } from '../../../test/support/content.js';
import { expectFailure } from '../../../test/support/refusal.js';

// cspell:ignore eyeshop
describe('under a prefix', () => {
  const api = useApi(() => ({ rootPath: '/target-eye' }));
  test('groups and health are served', async () => {
    expect((await api.send('PUT', '/target-eye/shop/prod', form('targets=h:1'))).status).toBe(200);
    expect((await api.send('GET', '/target-eye/shop/prod')).text).toContain('"h:1"');
    expect((await api.send('GET', '/target-eye/-/healthy')).status).toBe(200);
  });

  test.each(['/', '/shop/prod', '/-/healthy', '/target-eyeshop/prod', '/Target-eye/shop/prod'])(
    'nothing is at %s',
    async (path) => {
      expectFailure(await api.send('GET', path), {
        status: 404,
        code: 'not_found',
        says: '/target-eye/<application>/<environment>',
      });
    },
  );
});

describe('with server names', () => {
  const api = useApi(() => ({ serverNames: ['eye.example.org', 'localhost:8000'] }));
  const ask = (host: string) => api.send('GET', '/a/b', { headers: { Host: host } });

  test.each(['eye.example.org', 'EYE.example.org:443', 'localhost:8000'])('%s is answered', async (host) => {
    expect((await ask(host)).status).toBe(200);
  });

  test.each(['evil.example', 'localhost', 'localhost:80', 'x.eye.example.org', ''])('%j is not', async (host) => {
    expectFailure(await ask(host), { code: 'host_unknown', says: JSON.stringify(host) });
  });
});
