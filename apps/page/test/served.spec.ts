import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { form } from '../../server/test/support/content.js';
import { describeWith } from '../../server/test/support/needs.js';
import { EXAMPLES, useProxiedService } from '../../server/test/support/proxied-service.js';
import { MAIN } from '../../server/test/support/running-server.js';
import { PROXY_NAME } from '../../server/test/support/running-proxy.js';
import { VIEWS } from '../src/place/url.js';
import { anotherBuild } from './support/another-build.js';
import { useBrowser } from './support/browser.js';
import { type PageService, startPageService } from './support/page-service.js';
import { passTime, stopTime } from './support/time.js';

/** What a page gets that asks while the service is stopping, or before it is there again. */
const AWAY = /ERR_CONNECTION|status of 503/;

const GROUPS = [
  { application: 'payments', environment: 'prod', targets: ['10.3.3.1:9100'], labels: { team: 'core' } },
  { application: 'search', environment: 'prod', targets: ['10.3.4.1:9100'] },
];

/** What was asked for by the page while it was used. */
function pathsOf(page: Page): ReadonlySet<string> {
  const paths = new Set<string>();
  page.on('request', (request) => paths.add(new URL(request.url()).pathname));
  return paths;
}

/** Sees every view, and follows a link from one to another. */
async function lookAround(page: Page): Promise<void> {
  const paths = pathsOf(page);
  await page.getByRole('link', { name: 'payments', exact: true }).click();
  await page.getByRole('heading', { name: 'payments' }).waitFor();
  expect(new URL(page.url()).hash).toBe('#/group?application=payments&environment=prod');
  for (const view of VIEWS) {
    await page.goto(`${page.url().replace(/#.*/, '')}#/${view}`);
    await page.locator('main :is(h1, table)').first().waitFor();
  }
  await page.reload();
  await page.locator('main h1').waitFor();
  expect([...paths].filter((path) => !path.startsWith('/target-eye/'))).toEqual([]);
}

describeWith(['chromium-headless-shell', 'nginx', 'openssl'])('the page', () => {
  const browser = useBrowser();
  const upgrade = mkdtempSync(join(tmpdir(), 'target-eye-upgrade-'));
  const newer = anotherBuild(upgrade);
  const proxied = useProxiedService();
  let service: PageService;
  beforeAll(async () => {
    service = await startPageService({ groups: GROUPS, hasPrometheus: true });
  });
  afterAll(async () => {
    await service.stop();
    rmSync(upgrade, { recursive: true });
  });

  test('works behind nginx under a path of its own', async () => {
    const port = await proxied.another({ ROOT_PATH: '/target-eye' });
    const nginx = await proxied.proxy('nginx', EXAMPLES.nginx.prefix, port);
    expect((await nginx.send('PUT', '/target-eye/payments/prod', form('targets=h:1'))).status).toBe(200);
    await lookAround(await browser.open(`https://${PROXY_NAME}:${String(nginx.port)}/target-eye/`));
  });

  test('works under a root path, to which the path without its slash leads', async () => {
    const under = await startPageService({ groups: GROUPS, environment: { ROOT_PATH: '/target-eye' } });
    const page = await browser.open(under.url.replace(/\/$/, ''));
    expect(page.url()).toBe(under.url);
    await lookAround(page);
    await page.close();
    await under.stop();
  });

  test('is not there where it is turned off', async () => {
    const without = await startPageService({ environment: { PAGE: 'off' } });
    for (const path of ['', '-/ui/main.js']) {
      const answer = await fetch(`${without.url}${path}`, { headers: { Accept: 'text/html' } });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ code: 'not_found' });
    }
    await without.stop();
  });

  test('shows within 5 s what somebody else changes, and keeps what is typed', async () => {
    const page = await browser.open(service.url, { hasOwnTime: true });
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.pressSequentially('pay');
    await stopTime(page);
    await passTime(page, 500);
    const link = page.getByRole('link', { name: 'payouts', exact: true });
    expect(await link.count()).toBe(0);
    await service.client.replace({ application: 'payouts', environment: 'prod' }, { targets: ['10.3.5.1:9100'] });
    await passTime(page, 5000);
    expect(await link.count()).toBe(1);
    expect(await search.inputValue()).toBe('pay');
    expect(await search.evaluate((input) => input === document.activeElement)).toBe(true);
  });

  test('says so where a file that it needs only now is of an older version', async () => {
    browser.allowFault(AWAY);
    const page = await browser.open(`${service.url}#/many`, { hasOwnTime: true });
    const box = page.getByRole('textbox').first();
    await box.waitFor();
    await stopTime(page);
    await service.restart({ program: newer });
    await page.clock.resume();
    browser.expectFault(/status of 404 .*\/yaml-/);
    await box.fill('- { application: payments, environment: prod, targets: [10.3.3.1:9100] }');
    await page.getByText('newer version').waitFor();
    await service.restart({ program: MAIN });
  });

  test('says that there is a newer version, and loads it', async () => {
    browser.allowFault(AWAY);
    const page = await browser.open(service.url, { hasOwnTime: true });
    await stopTime(page);
    await service.restart({ program: newer });
    const notice = page.getByText('newer version');
    await passTime(page, 1000);
    expect(await notice.count()).toBe(0);
    await page.clock.fastForward(60_000);
    await notice.waitFor();
    await page.clock.resume();
    const build = (): Promise<string | null> => page.locator('meta[name="target-eye-build"]').getAttribute('content');
    const before = await build();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.waitForFunction(
      (old) => document.querySelector('meta[name="target-eye-build"]')?.getAttribute('content') !== old,
      before,
    );
    await page.getByRole('link', { name: 'payments', exact: true }).waitFor();
    expect(await notice.count()).toBe(0);
    await service.restart({ program: MAIN });
  });
});
