import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describeWith } from '../../server/test/support/needs.js';
import { until } from '../../server/test/support/until.js';
import { hrefOf } from '../src/place/url.js';
import { useBrowser } from './support/browser.js';
import { focused, tabTo } from './support/keyboard.js';
import { type PageService, startPageService } from './support/page-service.js';

const GROUPS = [
  {
    application: 'payments',
    environment: 'prod',
    targets: ['10.3.3.1:9100', '10.3.3.4:9100'],
    labels: { team: 'core' },
  },
  {
    application: 'search',
    environment: 'prod',
    targets: ['10.3.4.1:9100'],
    labels: { team: 'web', note: 'x'.repeat(400) },
  },
  {
    application: 'a-name-without-any-place-to-break-it-that-is-much-too-long',
    environment: 'prod',
    targets: ['10.3.5.1:9100'],
  },
];

const TOKEN = 'te_for-this-test';

/** Everybody may look, and who has the token may do everything. */
const ACCESS = `anonymous: read
clients:
  - {name: deploy-bot, token_sha256: ${createHash('sha256').update(TOKEN).digest('hex')}, write: ["*/*"]}
`;

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

declare const axe: { run(): Promise<AxeResults> };

const PAYMENTS = { application: 'payments', environment: 'prod' };

/** What there is to see: where it is, and what has to be there before one looks. */
const SIGHTS = {
  groups: { href: hrefOf('groups'), seen: '3 groups' },
  'groups, filtered': { href: hrefOf('groups', { search: 'pay', label: 'team=core', status: 'down' }), seen: '1 of 3' },
  'no groups': { href: hrefOf('groups', { search: 'nothing' }), seen: 'No group matches' },
  'a group': { href: hrefOf('group', PAYMENTS), seen: 'connection refused' },
  'a group that is not there': { href: hrefOf('group', { ...PAYMENTS, environment: 'x' }), seen: 'no such group' },
  'why a host is down': { href: hrefOf('why', { target: '10.3.3.4' }), seen: 'connection refused' },
  'a host that is nowhere': { href: hrefOf('why', { target: '10.3.3.9' }), seen: 'Called nearly so' },
  'a new group': { href: hrefOf('new'), seen: 'New' },
  'many groups': { href: hrefOf('many'), seen: 'Paste' },
  Prometheus: { href: hrefOf('prometheus'), seen: 'scrape_configs' },
} as const;

type Sight = (typeof SIGHTS)[keyof typeof SIGHTS];

describeWith(['chromium-headless-shell'])('the page', () => {
  const browser = useBrowser();
  let service: PageService;
  beforeAll(async () => {
    service = await startPageService({ groups: GROUPS, hasPrometheus: true, access: ACCESS });
    service.prometheus?.refusing.add('10.3.3.4:9100');
  });
  afterAll(() => service.stop());

  const see = async (page: Page, { href, seen }: Sight): Promise<void> => {
    await page.goto(`${service.url}${href}`);
    await page.locator('main').getByText(seen).first().waitFor();
  };

  /** All that axe finds, with what it is about. */
  const findings = async (page: Page): Promise<readonly string[]> => {
    const { violations } = await page.evaluate(() => axe.run());
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
    );
  };

  const sideways = (page: Page): Promise<readonly string[]> =>
    page.evaluate(() => {
      const { clientWidth } = document.documentElement;
      const isCut = (element: Element): boolean => {
        const { right, width } = element.getBoundingClientRect();
        return width > 0 && right > clientWidth + 1 && element.closest('pre, .scrolls') === null;
      };
      return Array.from(document.querySelectorAll('header *, main *'))
        .filter(isCut)
        .map((element) => element.outerHTML.slice(0, 120));
    });

  test('has nothing that axe finds fault with, light or dark', async () => {
    const page = await browser.open(service.url, { withoutPolicy: true });
    await page.evaluate(AXE);
    const found: string[] = [];
    for (const [name, sight] of Object.entries(SIGHTS)) {
      await see(page, sight);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await findings(page)).map((finding) => `${name}, ${colorScheme}: ${finding}`));
      }
    }
    expect(found).toEqual([]);
  });

  test.each([360, 640])(
    'has everything at %d pixels, as on a phone or at 200 %%, without scrolling sideways',
    async (width) => {
      const page = await browser.open(service.url, { width, height: 400 });
      const cut: Record<string, readonly string[]> = {};
      for (const [name, sight] of Object.entries(SIGHTS)) {
        await see(page, sight);
        const elements = await sideways(page);
        if (elements.length > 0) cut[name] = elements.slice(0, 5);
        expect(await page.locator('h1').count()).toBe(1);
      }
      expect(cut).toEqual({});
    },
  );

  test('moves nothing for those who do not want it, and shows colors that they choose', async () => {
    const page = await browser.open(service.url, { reducedMotion: 'reduce', forcedColors: 'active' });
    await see(page, SIGHTS.groups);
    const moved = await page.evaluate(() => document.getAnimations().length);
    expect(moved).toBe(0);
    const [status] = await page.locator('.status.down').all();
    expect(await status?.evaluate((element) => getComputedStyle(element).forcedColorAdjust)).toBe('auto');
  });

  test('needs no mouse: log in, find a group, change it, delete it, create one, ask why, log out', async () => {
    const page = await browser.open(service.url);
    const { keyboard } = page;
    await see(page, SIGHTS.groups);
    await tabTo(page, page.getByRole('button', { name: 'Log in' }));
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('button Log in');
    await keyboard.press('Enter');
    await until('the token can be typed', async () => (await focused(page)).startsWith('input'));
    await keyboard.type(TOKEN);
    await keyboard.press('Enter');
    await page.getByText('deploy-bot').waitFor();
    await focused(page);

    await keyboard.press('/');
    await keyboard.type('pay');
    await page.getByText('1 of 3').waitFor();
    await tabTo(page, page.getByRole('link', { name: 'payments', exact: true }));
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'payments' }).waitFor();
    await until('the focus is here, too', async () => (await focused(page)) === 'main');
    await tabTo(page, page.getByLabel('Add targets'));
    await keyboard.type('10.3.3.2:9100');
    await keyboard.press('Enter');
    await page.getByText('1 target to add').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Review' }));
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Save' }));
    await keyboard.press('Enter');
    await page.getByText('Stored at').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Stop waiting' }));
    await keyboard.press('Enter');

    await tabTo(page, page.getByRole('button', { name: 'Delete…' }));
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Delete', exact: true }));
    await keyboard.press('Enter');
    await page.getByText('is deleted').waitFor();
    await focused(page);
    await tabTo(page, page.getByRole('button', { name: 'Undo' }));
    await keyboard.press('Enter');
    await until('it is there again', async () => (await service.client.find(PAYMENTS)) !== undefined);

    await tabTo(page, page.getByRole('link', { name: 'Groups', exact: true }));
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('link', { name: 'New group' }));
    await keyboard.press('Enter');
    await tabTo(page, page.getByLabel('Application'));
    await keyboard.type('shop');
    await tabTo(page, page.getByLabel('Environment'));
    await keyboard.type('test');
    await tabTo(page, page.getByLabel(/^Targets/));
    await keyboard.type('10.3.6.1:9100');
    await tabTo(page, page.getByRole('button', { name: 'Create', exact: false }));
    await keyboard.press('Enter');
    await until(
      'it is created',
      async () => (await service.client.find({ application: 'shop', environment: 'test' })) !== undefined,
    );

    await tabTo(page, page.getByRole('link', { name: 'Why?' }));
    await keyboard.press('Enter');
    await until('the box has the focus', async () => (await focused(page)).startsWith('input'));
    await keyboard.type('10.3.3.4');
    await page.locator('main').getByText('connection refused').first().waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Log out' }));
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Log in' }));
    expect(await page.getByText('deploy-bot').count()).toBe(0);
  });

  test('does nothing that its policy forbids, or these tests would say so', async () => {
    const page = await browser.open(service.url);
    const faults = [
      /^violation: connect-src http:\/\/127\.0\.0\.1:1\/x/,
      /^violation: require-trusted-types-for trusted-types-sink Element innerHTML/,
      /^violation: require-trusted-types-for trusted-types-sink HTMLScriptElement text/,
      /^console: oh /,
      /^console: .*(?:This document requires|Content Security Policy)/,
      /^uncaught: Error: ah/,
      /^alert: hello/,
    ];
    for (const fault of faults) browser.expectFault(fault);
    await page.evaluate(async () => {
      const script = document.createElement('script');
      script.append('globalThis.x = 1');
      document.body.append(script);
      const ignore = (): void => undefined;
      await Promise.resolve('<p>')
        .then((html) => (document.body.innerHTML = html), ignore)
        .catch(ignore);
      await fetch('http://127.0.0.1:1/x').catch(ignore);
      console.error('oh');
      alert('hello');
      setTimeout(() => {
        throw new Error('ah');
      });
    });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  });
});
