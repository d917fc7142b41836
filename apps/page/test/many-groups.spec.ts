import type { Page } from 'playwright-core';
import { describeWith } from '../../server/test/support/needs.js';
import { until } from '../../server/test/support/until.js';
import { useBrowser } from './support/browser.js';
import { type PageService, type SeededGroup, startPageService } from './support/page-service.js';

/** Up to how many the browser filters by itself, and more than that. */
const [FEW, MANY] = [10_000, 100_000];

const MAX_ROWS = 200;

const nameOf = (index: number): string => `app-${String(index).padStart(6, '0')}`;

function* fleetOf(size: number): Iterable<SeededGroup> {
  for (let index = 0; index < size; index += 1)
    yield {
      application: nameOf(index),
      environment: index % 2 === 0 ? 'prod' : 'test',
      targets: [`10.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}:9100`],
      labels: { team: `team-${String(index % 50)}` },
    };
}

/** The questions about groups so far. */
function questionsOf(page: Page): URL[] {
  const questions: URL[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/api/v1/groups') questions.push(url);
  });
  return questions;
}

const rows = (page: Page) => page.locator('tbody tr');
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search' });
const said = (page: Page) => page.locator('main').getByRole('status');

describeWith(['chromium-headless-shell'])('many groups', () => {
  const browser = useBrowser();
  const services: PageService[] = [];
  const start = async (size: number): Promise<PageService> => {
    const service = await startPageService({ groups: fleetOf(size) });
    services.push(service);
    return service;
  };
  afterAll(() => Promise.all(services.map((service) => service.stop())));

  describe(`${FEW.toLocaleString('en')} of them`, () => {
    let service: PageService;
    beforeAll(async () => {
      service = await start(FEW);
    });

    test('are asked for once, and not all in the page', async () => {
      const page = await browser.open(service.url);
      await rows(page).first().waitFor();
      expect(await rows(page).count()).toBeLessThanOrEqual(MAX_ROWS);
      await page.getByRole('button', { name: /^Show more: 9,800 left/ }).click();
      await until('there are more rows', async () => (await rows(page).count()) > MAX_ROWS);
      expect(await rows(page).count()).toBeLessThanOrEqual(2 * MAX_ROWS);
    });

    test('are searched without a question, and no letter is lost', async () => {
      const page = await browser.open(service.url);
      const questions = questionsOf(page);
      await page.reload();
      await until('all are there, and it is only asked whether they changed', () => {
        const limits = questions.map((url) => url.searchParams.get('limit'));
        return limits.includes('10000') && limits.at(-1) === '1';
      });
      await search(page).pressSequentially('app-00432', { delay: 0 });
      expect(await search(page).inputValue()).toBe('app-00432');
      await until('ten are found', async () => (await rows(page).count()) === 10);
      expect(await rows(page).first().innerText()).toContain('app-004320');
      for (let letters = 'app-00432'.length; letters > 0; letters -= 1) await search(page).press('Backspace');
      await search(page).pressSequentially('team=team-7', { delay: 0 });
      await until('all of the team are found', async () =>
        ((await said(page).first().textContent()) ?? '').startsWith('200 of 10,000'),
      );
      expect(questions.filter((url) => url.searchParams.has('search'))).toEqual([]);
    });
  });

  describe(`${MANY.toLocaleString('en')} of them`, () => {
    let service: PageService;
    beforeAll(async () => {
      service = await start(MANY);
    });

    test('are filtered by the service, a page at a time', async () => {
      const page = await browser.open(`${service.url}#/groups?label=team%3Dteam-7&environment=test`);
      const questions = questionsOf(page);
      await page.reload();
      await until(
        'the filters apply',
        async () => (await said(page).first().textContent())?.startsWith('2,000 of 100,000') === true,
      );
      expect(await rows(page).count()).toBeLessThanOrEqual(MAX_ROWS);
      for (const { searchParams } of questions) expect(Number(searchParams.get('limit'))).toBeLessThanOrEqual(10_000);
      expect(questions.some(({ searchParams }) => searchParams.get('label') === 'team=team-7')).toBe(true);
    });

    test('are found while one types fast, with few questions and every letter', async () => {
      const page = await browser.open(service.url);
      await rows(page).first().waitFor();
      const questions = questionsOf(page);
      await search(page).pressSequentially('app-09876', { delay: 20 });
      await until('ten are found', async () => (await rows(page).count()) === 10);
      expect(await search(page).inputValue()).toBe('app-09876');
      expect(await rows(page).first().innerText()).toContain('app-098760');
      const asked = questions.filter(({ searchParams }) => searchParams.has('search'));
      expect(asked.at(-1)?.searchParams.get('search')).toBe('app-09876');
      expect(asked.length).toBeLessThanOrEqual('app-09876'.length);
    });
  });
});
