import { execFileSync, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { parse } from 'yaml';
import { openApi } from '../../../server/test/support/api.js';
import { curlLine, fileSdConfig, groupPath, httpSdConfig, quoted, serviceUrl } from './curl.js';

const SERVICE = { url: 'http://eye.example.org:8000/target-eye' };

/** What a shell makes of text. */
function inShell(script: string): string {
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' });
}

/** What a command says that reads text, as a shell does that lines are pasted into. */
async function inputTo(command: string, input: string): Promise<string> {
  const { stdin, stdout } = spawn(command, { stdio: ['pipe', 'pipe', 'ignore'] });
  stdin.end(input);
  return text(stdout);
}

test('a quoted text is one word for a shell, whatever it holds', () => {
  const word = fc.string({ unit: 'grapheme', size: 'medium' }).map((each) => each.replaceAll('\0', ''));
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.constantFrom('', "'", "''\\'", '$(id) `id`', '~', '-n'))), (words) => {
      const script = `for each in ${words.map(quoted).join(' ')}; do printf '%s\\0' "$each"; done`;
      expect(inShell(script)).toBe(words.map((word) => `${word}\0`).join(''));
    }),
  );
});

test.each([
  ['http://127.0.0.1:8000', '/', 'http://127.0.0.1:8000'],
  ['https://eye.example.org', '/target-eye/', 'https://eye.example.org/target-eye'],
])('the service of a page at %s%s is at %s', (origin, pathname, url) => {
  expect(serviceUrl({ origin, pathname })).toBe(url);
});

test('a login is a variable of the shell', () => {
  expect(curlLine({ ...SERVICE, login: 'token' }, '/a/b')).toBe(
    'curl -H "Authorization: Bearer $TARGET_EYE_TOKEN" http://eye.example.org:8000/target-eye/a/b',
  );
  expect(curlLine({ ...SERVICE, login: 'password' }, '/a/b')).toContain('-u "$TARGET_EYE_USER:$TARGET_EYE_PASSWORD"');
});

test('characters that one does not see are shown in a body', () => {
  const line = curlLine(SERVICE, '/a/b', { method: 'POST', body: { labels: { a: '\u202E\u{E0001}x' } } });
  expect(line).toContain(String.raw`{"labels":{"a":"\u202e\udb40\udc01x"}}`);
});

test('the lines do what they say, for any name and of any length', async () => {
  const api = await openApi();
  const address = { url: `http://127.0.0.1:${String(api.port)}` };
  const curl = async (...line: [string, Parameters<typeof curlLine>[2]?]): Promise<unknown> =>
    JSON.parse(await inputTo('sh', curlLine(address, ...line)));
  const names = ["it's", '..', '.', '%2F', 'a/b?c#d', '👩‍🚀 $(id) `id` "x" \\', '{a,b}[1-3]', '!!'];
  const many = Array.from({ length: 10_000 }, (_, index) => `host-${String(index)}.example:9100`);
  try {
    for (const [application, environment] of names.map((name, index) => [name, names.at(-index) ?? ''] as const)) {
      const path = groupPath({ application, environment });
      const labels = { job: application, env: environment, quotes: `'"\u2028\n` };
      await curl(path, { method: 'PUT', body: { targets: ['h:1'] } });
      await curl(path, { method: 'POST', body: { targets: ['h:2', 'h:3'], labels: { quotes: labels.quotes } } });
      await curl(path, { method: 'DELETE', body: { targets: ['h:1'] } });
      expect(await curl(path)).toEqual([{ targets: ['h:2', 'h:3'], labels }]);
      await curl(path, { method: 'PUT', body: { targets: many } });
      expect(await curl(path)).toEqual([{ targets: many, labels }]);
      await curl(path, { method: 'DELETE' });
      expect(await curl(path)).toEqual([]);
    }
  } finally {
    await api.stop();
  }
});

test('the configurations are YAML that says where the groups are', () => {
  expect(parse(fileSdConfig("/var/lib/it's: a #/a@b.json"))).toEqual({
    scrape_configs: [{ job_name: 'target-eye', file_sd_configs: [{ files: ["/var/lib/it's: a #/a@b.json"] }] }],
  });
  expect(parse(httpSdConfig(SERVICE, 'application=a'))).toMatchObject({
    scrape_configs: [{ http_sd_configs: [{ url: 'http://eye.example.org:8000/target-eye/http_sd?application=a' }] }],
  });
  expect(parse(httpSdConfig({ ...SERVICE, login: 'token' }))).toMatchObject({
    scrape_configs: [{ http_sd_configs: [{ authorization: { type: 'Bearer' } }] }],
  });
});
