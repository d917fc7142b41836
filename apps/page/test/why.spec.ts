// cspell:ignore networkidle
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakePrometheus, startFakePrometheus } from '../../server/test/support/fake-prometheus.js';
import { describeWith } from '../../server/test/support/needs.js';
import { promtool } from '../../server/test/support/promtool.js';
import { useTemporaryDirectory } from '../../server/test/support/temporary-directory.js';
import { useBrowser } from './support/browser.js';
import { type PageService, startPageService } from './support/page-service.js';

const GROUPS = [
  { application: 'payments', environment: 'prod', targets: ['10.3.3.1:9100', '10.3.3.4:9100'] },
  { application: 'search', environment: 'prod', targets: ['10.3.4.1:9100', 'web1.example.org:9100'] },
];

const home = useTemporaryDirectory();

describeWith(['chromium-headless-shell', 'promtool'])('why, and what the Prometheus make of it', () => {
  const browser = useBrowser();
  let service: PageService;
  let second: FakePrometheus;
  let urls: readonly string[];
  beforeAll(async () => {
    service = await startPageService({ groups: GROUPS, hasPrometheus: true });
    second = await startFakePrometheus(service.directory);
    urls = [service.prometheus?.url ?? '', second.url];
    for (const target of ['10.3.3.4:9100', 'web1.example.org:9100']) service.prometheus?.refusing.add(target);
    second.refusing.add('10.3.3.4:9100');
    await service.restart({ environment: { PROMETHEUS_URLS: urls.join() } });
  });
  afterAll(async () => {
    await service.stop();
    await second.close();
  });

  const hosts = () => urls.map((url) => new URL(url).host);

  test('the answer for what is pasted stands on top in one sentence', async () => {
    const page = await browser.open(`${service.url}#/why`);
    await page.locator('input:focus').fill('http://10.3.3.4:9100/metrics');
    expect(await page.locator('main .answer').textContent()).toBe(
      '10.3.3.4:9100 is down on both Prometheus: connection refused — nothing listens on port 9100 of 10.3.3.4.',
    );
    expect(await page.locator('form').textContent()).toContain('10.3.3.4:9100 was taken out of what you gave');
    const links = page.locator('.scrapes a:not([href*="/metrics"])');
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual(
      urls.map((url) => `${url}/targets?pool=target-eye&scrapePool=target-eye&search=10.3.3.4%3A9100`),
    );
    await page.getByRole('link', { name: 'payments / prod' }).click();
    expect(page.url()).toMatch(/#\/group\?application=payments&environment=prod$/);
  });

  test('several targets are told by the worst of them, and which Prometheus says what', async () => {
    const page = await browser.open(`${service.url}#/why?target=*.example.org`);
    const [one, other] = hosts();
    expect(await page.locator('main .answer').textContent()).toBe(
      `web1.example.org:9100 is down on ${String(one)}: connection refused — nothing listens on port 9100 of web1.example.org; is up on ${String(other)}.`,
    );
    await page.getByRole('searchbox').fill('10.3.3.*');
    await page
      .getByText('1 of 2 targets of 10.3.3.* is not up: 10.3.3.4:9100 of payments / prod is down on both')
      .waitFor();
    await page.getByRole('searchbox').fill('no host');
    expect(await page.getByText('This is no host').textContent()).toContain('white space');
  });

  test('a host that is nowhere is told, with what is called nearly so and the line that registers it', async () => {
    const page = await browser.open(`${service.url}#/why?target=web12.example.org:9100`);
    expect(await page.locator('main .answer').textContent()).toBe(
      'No group has web12.example.org:9100, so no Prometheus is told to scrape it.',
    );
    expect(await page.locator('main li').textContent()).toBe('web1.example.org:9100 of search / prod');
    const line = (await page.locator('pre').textContent()) ?? '';
    execFileSync('sh', ['-c', line.replace('APPLICATION/ENVIRONMENT', 'web/prod')], { stdio: 'pipe' });
    await page.getByRole('link', { name: 'web / prod' }).waitFor();
  });

  test('a pair stands side by side, and promtool takes what connects another', async () => {
    const page = await browser.open(`${service.url}#/prometheus`);
    const [one, other] = hosts();
    const figures = page.getByRole('table').filter({ hasText: 'up on all' }).getByRole('row');
    await figures.first().waitFor();
    expect(await figures.allTextContents()).toEqual([
      expect.stringMatching(/^up on all of them\d$/),
      `up on ${String(one)} only0`,
      `up on ${String(other)} only1`,
      'up on none of them1',
      expect.stringMatching(/^targets\d$/),
    ]);
    expect(await page.locator('main li').allTextContents()).toEqual([
      `web1.example.org:9100 of search / prod: down on ${String(one)}, up on ${String(other)}`,
    ]);
    const shown = await page.locator('pre').allTextContents();
    expect(shown.map((text) => /(?:files: \[|url: )"([^"]*)"/.exec(text)?.[1])).toEqual([
      join(service.directory, '*.json'),
      `${service.url}http_sd`,
    ]);
    for (const text of shown) {
      const file = join(home(), 'prometheus.yml');
      writeFileSync(file, text);
      expect(promtool(['check', 'config', file])).toContain('SUCCESS');
    }
  });

  test.each([
    ['light', 'prometheus'],
    ['dark', 'groups'],
  ] as const)('the last hour is drawn in %s below %s, and the URL remembers it', async (scheme, view) => {
    const page = await browser.open(`${service.url}#/${view}`, { scheme });
    await page.waitForLoadState('networkidle');
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await page.getByText('The last hour').click();
    const table = page.getByRole('table').filter({ hasText: 'highest' });
    await table.waitFor();
    expect(await table.locator('tbody th').allTextContents()).toEqual(['up', 'down']);
    expect(loaded.filter((url) => url.endsWith('.js'))).toEqual([
      expect.stringMatching(/\/-\/ui\/plot-[0-9A-Z]+\.js$/),
    ]);
    await page.waitForURL(new RegExp(`#/${view}\\?plot=all$`));
    expect(await page.locator('canvas').evaluate(paintedColors)).toBeGreaterThan(2);
    await page.getByText('Only what is not up').click();
    await page.waitForURL(/plot=not_up$/);
    await page.getByText('The last hour').click();
    await page.waitForURL(new RegExp(`#/${view}$`));
    expect(await page.locator('canvas').count()).toBe(0);
  });

  test('without a Prometheus it is told in which groups a host is, and how to connect one', async () => {
    await service.restart({ environment: { PROMETHEUS_URLS: '' } });
    const page = await browser.open(`${service.url}#/why?target=10.3.3.4`);
    expect(await page.locator('main .answer').textContent()).toBe(
      '10.3.3.4 is in one group; whether it is scraped is not known.',
    );
    await page.getByRole('link', { name: 'Connect one' }).click();
    await page.getByText('PROMETHEUS_URLS=http://localhost:9090').waitFor();
    expect(await page.locator('details').count()).toBe(0);
  });
});

/** How many colors there are in a canvas. */
function paintedColors(element: Element): number {
  const canvas = element as HTMLCanvasElement;
  const pixels =
    canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
  return new Set(new Uint32Array(pixels.buffer)).size;
}
