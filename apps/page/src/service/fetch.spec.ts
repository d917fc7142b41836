import { quietFetch } from './fetch.js';

test('says that a script asks, so that the browser does not ask for a login, and keeps the rest', async () => {
  const fetch = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response());
  const { signal } = new AbortController();
  const headers = { Authorization: 'Bearer te_x' };
  await quietFetch('./payments/prod', { method: 'PUT', headers, body: '{}', redirect: 'manual', signal });
  expect(fetch).toHaveBeenCalledWith('./payments/prod', {
    method: 'PUT',
    headers: { ...headers, 'X-Requested-With': 'XMLHttpRequest' },
    body: '{}',
    redirect: 'manual',
    signal,
    credentials: 'same-origin',
  });
  fetch.mockRestore();
});
