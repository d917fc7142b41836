import { shownAt } from '../support/api.js';
import { form, json, JSON_TYPE } from '../support/content.js';
import { describeWith } from '../support/needs.js';
import { EXAMPLES, type ProxiedService, replaced, useProxiedService } from '../support/proxied-service.js';
import type { Answer } from '../support/answer.js';
import { expectFailure } from '../support/refusal.js';
import { PROXY_NAME } from '../support/running-proxy.js';

/** What docs/proxies.md warns of, shown with the proxies themselves. */
function put(service: ProxiedService, group: string): Promise<Answer> {
  return service.send('PUT', group, form('targets=h:1,h:2&team=x'));
}

describeWith(['nginx', 'openssl'])('nginx', () => {
  const service = useProxiedService();
  const { server } = EXAMPLES.nginx;

  test('with a path in proxy_pass makes another group of a name with a slash', async () => {
    const { send } = await service.proxy('nginx', replaced(server, '127.0.0.1:8000', '127.0.0.1:8000/'));
    for (const [path, group] of [
      ['/nginx%2Fdecodes', '/nginx/decodes'],
      ['/nginx//merges', '/nginx/merges'],
    ] as const) {
      expect((await send('PUT', path, form('targets=h:1'))).status).toBe(200);
      expect((await shownAt(service, group))?.targets).toEqual(['h:1']);
    }
  });

  test('that leaves the body behind loses what a DELETE means, unless the Content-Type stays', async () => {
    await put(service, '/nginx/body');
    const bodiless = 'proxy_pass_request_body off; proxy_set_header Content-Length ""; proxy_pass';
    const dropping = await service.proxy('nginx', replaced(server, 'proxy_pass', bodiless));
    expectFailure(await dropping.send('DELETE', '/nginx/body', json({ targets: ['h:1'] })), {
      code: 'nothing_given',
    });
    expect((await shownAt(service, '/nginx/body'))?.targets).toEqual(['h:1', 'h:2']);
    const untyped = bodiless.replace('proxy_pass', 'proxy_set_header Content-Type ""; proxy_pass');
    const both = await service.proxy('nginx', replaced(server, 'proxy_pass', untyped));
    expect((await both.send('DELETE', '/nginx/body', json({ targets: ['h:1'] }))).status).toBe(200);
    expect(await shownAt(service, '/nginx/body')).toBeUndefined();
  });

  test('without client_max_body_size takes 1 MiB', async () => {
    const { send } = await service.proxy('nginx', replaced(server, /client_max_body_size.*/, ''));
    const headers = { 'Content-Type': JSON_TYPE, 'Content-Length': String(1024 * 1024 + 1) };
    expect((await send('PUT', '/nginx/size', { headers })).status).toBe(413);
  });
});

describeWith(['apache2', 'openssl'])('Apache httpd', () => {
  const service = useProxiedService();
  const { server } = EXAMPLES.apache2;

  test('does not pass on a slash within a name by itself', async () => {
    const { send } = await service.proxy('apache2', replaced(server, 'AllowEncodedSlashes NoDecode', ''));
    expect((await send('PUT', '/a%2Fb/c', form('targets=h:1'))).status).toBe(404);
  });

  test('decodes it with AllowEncodedSlashes On, and merges slashes without nocanon', async () => {
    const decoding = replaced(replaced(server, 'NoDecode', 'On'), ' nocanon', '');
    const { send } = await service.proxy('apache2', decoding);
    expect((await send('PUT', '/apache%2Fdecodes', form('targets=h:1'))).status).toBe(200);
    expect((await shownAt(service, '/apache/decodes'))?.targets).toEqual(['h:1']);
    const { send: merged } = await service.proxy('apache2', replaced(server, ' nocanon', ''));
    expect((await merged('PUT', '/apache//merges', form('targets=h:1'))).status).toBe(200);
    expect((await shownAt(service, '/apache/merges'))?.targets).toEqual(['h:1']);
  });
});

describe.each(['nginx', 'apache2'] as const)('%s', (kind) => {
  describeWith([kind, 'openssl'])('refuses', () => {
    const service = useProxiedService();
    test('a path that climbs', async () => {
      const { send } = await service.proxy(kind, EXAMPLES[kind].server);
      for (const path of ['/../x', '/%2e%2E/x']) expect((await send('GET', path)).status).toBe(400);
    });
  });
});

describeWith(['haproxy', 'openssl'])('HAProxy', () => {
  const service = useProxiedService();
  const { server } = EXAMPLES.haproxy;
  const withRule = (rule: string): string => replaced(server, /^ {4}http-request /m, `    ${rule}\n    http-request `);

  test('merges slashes where it is told to normalize', async () => {
    const normalizing = `global\n    expose-experimental-directives\n${withRule('http-request normalize-uri path-merge-slashes')}`;
    const { send } = await service.proxy('haproxy', normalizing);
    expect((await send('PUT', '/haproxy//merges', form('targets=h:1'))).status).toBe(200);
    expect((await shownAt(service, '/haproxy/merges'))?.targets).toEqual(['h:1']);
  });

  test('does not see which group a path names', async () => {
    const { send } = await service.proxy('haproxy', withRule('http-request deny if { path_beg /payments/ }'));
    expect((await send('PUT', '/payments/prod', form('targets=h:1'))).status).toBe(403);
    expect((await send('PUT', '/%70ayments/prod', form('targets=h:1'))).status).toBe(200);
    expect((await shownAt(service, '/payments/prod'))?.targets).toEqual(['h:1']);
  });

  test('refuses a DELETE with a body in HTTP/1.0', async () => {
    await put(service, '/haproxy/old');
    const head = `DELETE /haproxy/old HTTP/1.0\r\nHost: ${PROXY_NAME}\r\nContent-Type: ${JSON_TYPE}\r\n`;
    const bytes = `${head}Content-Length: 19\r\n\r\n{"targets":["h:1"]}`;
    const strict = await service.proxy('haproxy', server);
    expect((await strict.sendBytes(bytes)).status).toBe(413);
    expect((await shownAt(service, '/haproxy/old'))?.targets).toEqual(['h:1', 'h:2']);
    const lenient = await service.proxy('haproxy', `global\n    h1-accept-payload-with-any-method\n${server}`);
    expect((await lenient.sendBytes(bytes)).status).toBe(200);
    expect((await shownAt(service, '/haproxy/old'))?.targets).toEqual(['h:2']);
  });

  test('and the service differ where the host of a URL is not that of its Host header', async () => {
    const { send } = await service.proxy('haproxy', server);
    expect((await send('GET', 'http://other.example/a/b')).status).toBe(400);
  });
});
