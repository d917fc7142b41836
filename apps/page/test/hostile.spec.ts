import type { Page } from 'playwright-core';
import { describeWith } from '../../server/test/support/needs.js';
import { until } from '../../server/test/support/until.js';
import { visible } from '../src/elements/visible.js';
import { hrefOf, VIEWS } from '../src/place/url.js';
import { useBrowser } from './support/browser.js';
import { type PageService, startPageService } from './support/page-service.js';

declare global {
  // What every payload would set.
  var wasHit: boolean | undefined;
}

const HIT = 'globalThis.wasHit=true';

const NAMES = [
  '..',
  '.',
  'a/b',
  '%2F',
  '%2e%2e',
  `"double" and 'single'`,
  '🚀 👩‍🚀',
  `<img src=x onerror=${HIT}>`,
  `"><script>${HIT}</script>`,
  `javascript:${HIT}`,
  '\u202Egnp.exe',
  'zero\u200Bwidth',
  '?application=x#/why',
  '*',
  '__proto__',
  ' blank ',
];

const LABELS = {
  markup: `<b onmouseover=${HIT}>bold</b><svg onload=${HIT}>`,
  script: `<script>${HIT}</script>`,
  entities: '&lt;b&gt; &amp;amp; &nbsp;',
  rtl: '\u202Ereversed\u202C \u2067isolated\u2069 \u05E9\u05DC\u05D5\u05DD',
  url: `javascript:${HIT}`,
  lines: 'one\ntwo\r\n\tthree\u0000',
  long: 'long'.repeat(2500),
  stacked: `z${'\u0301'.repeat(300)}`,
};

const TARGET = '10.66.6.6:9100';

/** What a Prometheus says that somebody has taken over. */
const SAID = {
  health: 'down',
  lastError: `<img src=x onerror=${HIT}> \u202E<script>${HIT}</script>`,
  scrapeUrl: `javascript:${HIT}`,
  globalUrl: `javascript:${HIT}`,
};

const GROUPS = NAMES.flatMap((application) => ({
  application,
  environment: application,
  targets: [TARGET],
  labels: LABELS,
}));

/** Nothing of what is shown has become an element or been run, and no link leads to a script. */
async function expectHarmless(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    wasHit: globalThis.wasHit,
    elements: Array.from(
      document.querySelectorAll('main :is(img, iframe, object, embed, script, b, [onload], [onerror], [onmouseover])'),
      ({ outerHTML }) => outerHTML,
    ),
    links: Array.from(document.querySelectorAll('a'), ({ href }) => href).filter((href) => !/^https?:/.test(href)),
  }));
  expect(found).toEqual({ wasHit: undefined, elements: [], links: [] });
}

describeWith(['chromium-headless-shell'])('what others have written', () => {
  const browser = useBrowser();
  let service: PageService;
  beforeAll(async () => {
    service = await startPageService({ hasPrometheus: true });
    service.prometheus?.saying.set(TARGET, SAID);
    await service.client.replaceAll(GROUPS);
  });
  afterAll(() => service.stop());

  test('is shown as text in the list, whose links lead to the groups', async () => {
    const page = await browser.open(service.url);
    for (const name of NAMES) {
      const link = page.getByRole('row').getByRole('link', { name: visible(name).trim(), exact: true });
      await link.click();
      expect(page.url()).toBe(service.url + hrefOf('group', { application: name, environment: name }));
      const heading = page.getByRole('heading', { level: 1 });
      await until(
        `the heading tells ${name}`,
        async () => (await heading.textContent())?.includes(visible(name)) === true,
      );
      await page.getByText(visible(TARGET)).first().waitFor();
      await expectHarmless(page);
      await page.goBack();
    }
    await page.getByRole('row').first().waitFor();
    await expectHarmless(page);
  });

  test.each(VIEWS)('does no harm in the view %s', async (view) => {
    const page = await browser.open(service.url);
    const queries = NAMES.map((name) => ({
      application: name,
      environment: name,
      search: name,
      target: name,
      label: name,
      sort: name,
      status: name,
    }));
    for (const query of [...queries, { target: TARGET }, { target: '10.66.*' }, { label: `script=${LABELS.script}` }]) {
      await page.goto(service.url + hrefOf(view, query));
      await page.locator('main').waitFor();
      await expectHarmless(page);
    }
  });

  test('is what a Prometheus says, too', async () => {
    const page = await browser.open(service.url + hrefOf('why', { target: TARGET }));
    await page.getByText(visible(SAID.lastError).slice(0, 30)).first().waitFor();
    await expectHarmless(page);
  });

  test('fills no menu', async () => {
    const page = await browser.open(service.url);
    await page.locator('summary', { hasText: 'label' }).click();
    const links = page.locator('.panel li');
    await links.first().waitFor();
    const texts = await links.allTextContents();
    expect(texts.filter((text) => text.length > 200 || text.includes('show all'))).toEqual([]);
  });

  test('is shortened where it is long, and all of it is there', async () => {
    const [name = ''] = NAMES.slice(2);
    const page = await browser.open(service.url + hrefOf('group', { application: name, environment: name }));
    const whole = page.getByText(LABELS.long);
    await page.getByRole('button', { name: 'show all 10,000 characters' }).first().click();
    await whole.first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
  });
});
