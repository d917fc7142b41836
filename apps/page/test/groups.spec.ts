import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describeWith } from '../../server/test/support/needs.js';
import { until } from '../../server/test/support/until.js';
import { wantedIn } from '../src/views/groups/wanted.js';
import { useBrowser } from './support/browser.js';
import { type PageService, startPageService } from './support/page-service.js';

const DOWN = Array.from({ length: 5 }, (_, index) => `10.3.3.${String(index)}:9100`);

const GROUPS = [
  { application: 'payments', environment: 'prod', targets: ['10.1.1.1:9100', ...DOWN], labels: { team: 'core' } },
  { application: 'payments', environment: 'test', targets: ['10.1.2.1:9100'], labels: { team: 'core', tier: '1' } },
  {
    application: 'search',
    environment: 'prod',
    targets: ['10.2.1.1:9100'],
    labels: { team: 'web', job: 'search-engine' },
  },
];

/** More than are shown at once. */
const FLEET = Array.from({ length: 230 }, (_, index) => ({
  application: `fleet-${String(index).padStart(3, '0')}`,
  environment: index % 2 === 0 ? 'prod' : 'test',
  targets: [`10.9.0.${String(index)}:9100`],
}));

const QUERIES = [
  'search=PAYMENTS',
  'search=10.2.1',
  'search=job%3DSEARCH-e',
  'search=no-such-group',
  'application=pay*&application=search',
  'application=fleet-00*&environment=test',
  'label=team%3D*&label=tier!%3D1',
  'search=prod&label=team%3Dcore',
  'status=down',
  'status=up&label=team%3Dcore',
  'search=fleet&environment=prod&status=up',
];

/** The names of the groups that the table shows, in its order. */
const namesIn = (page: Page): Promise<readonly string[]> =>
  page
    .locator('tbody tr:not(.not-up)')
    .evaluateAll((rows) =>
      rows.map((row) => [row.children[0], row.children[1]].map((cell) => cell?.textContent).join('/')),
    );

/** Resolves when the table shows these groups and no others. */
async function showing(page: Page, ...names: readonly string[]): Promise<void> {
  await until(`the table shows ${names.join(', ')}`, async () => (await namesIn(page)).join() === names.join());
}

const queryIn = (page: Page): URLSearchParams => new URLSearchParams(new URL(page.url()).hash.split('?')[1]);

const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Search' });

const isFocused = (element: Locator): Promise<boolean> => element.evaluate((each) => each === document.activeElement);

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first();

describeWith(['chromium-headless-shell'])('the groups', () => {
  const browser = useBrowser();
  let service: PageService;
  const open = (query = '') => browser.open(`${service.url}#/groups${query === '' ? '' : `?${query}`}`);
  beforeAll(async () => {
    service = await startPageService({ groups: [...GROUPS, ...FLEET], hasPrometheus: true });
    for (const target of DOWN) service.prometheus?.refusing.add(target);
  });
  afterAll(() => service.stop());

  test('are shown with what became of their targets, and what is wrong stands below', async () => {
    const page = await open('search=payments');
    await showing(page, 'payments/prod', 'payments/test');
    const row = rowOf(page, 'payments');
    await row.getByText('1 / 6 up').waitFor();
    expect(await row.innerText()).toContain('5 down');
    expect(await row.innerText()).not.toMatch(/job=|env=/);
    const below = page.locator('.not-up');
    expect(await below.locator('li').count()).toBe(3);
    expect(await below.innerText()).toMatch(
      /10\.3\.3\.0:9100 down: .*connection refused.* nothing listens on port 9100/,
    );
    await below.getByRole('link', { name: 'and 2 more' }).click();
    expect(page.url()).toMatch(/#\/group\?application=payments&environment=prod$/);
  });

  test('are those that the service finds for the same query', async () => {
    const page = await open();
    for (const query of QUERIES) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/groups?${query}`);
      const { search, ...wanted } = wantedIn(new URLSearchParams(query));
      const { groups } = await service.client.list({ ...wanted, search: search || undefined, limit: 200 });
      await showing(page, ...groups.map(({ application, environment }) => `${application}/${environment}`));
    }
  });

  test('are found while one types, and a link leads to the same', async () => {
    const page = await open();
    await searchBox(page).pressSequentially('team=we');
    await showing(page, 'search/prod');
    await until('the URL has it', () => queryIn(page).get('search') === 'team=we');
    const other = await browser.open(page.url());
    await showing(other, 'search/prod');
    expect(await searchBox(other).inputValue()).toBe('team=we');
  });

  test('take every letter, however fast they come, and Back leads to where one was', async () => {
    const page = await browser.open(`${service.url}#/why`);
    await page.getByRole('link', { name: 'Groups' }).click();
    const text = 'letters and more '.repeat(11);
    await searchBox(page).pressSequentially(text);
    await searchBox(page).press('Control+a');
    await searchBox(page).pressSequentially(text);
    expect(await searchBox(page).inputValue()).toBe(text);
    await until('the URL has it', () => queryIn(page).get('search') === text);
    await page.goBack();
    expect(page.url()).toMatch(/#\/why$/);
  });

  test('are filtered by the parts of the bar, and a chip takes the filter back, by keyboard', async () => {
    const page = await open();
    const part = page.getByRole('navigation', { name: 'Targets by status' }).getByRole('link', { name: 'down 5' });
    await part.focus();
    await page.keyboard.press('Enter');
    await showing(page, 'payments/prod');
    expect(queryIn(page).getAll('status')).toEqual(['down']);
    await page.getByRole('link', { name: 'Remove the filter status down' }).focus();
    await page.keyboard.press('Enter');
    await until('200 rows', async () => (await namesIn(page)).length === 200);
    expect(queryIn(page).getAll('status')).toEqual([]);
    await until('the focus is on the search', () => isFocused(searchBox(page)));
    await page.goBack();
    await showing(page, 'payments/prod');
  });

  test('are filtered by what is chosen and typed in the menus', async () => {
    const page = await open();
    await page.locator('summary', { hasText: 'label' }).press('Enter');
    await page.getByRole('link', { name: 'team=core' }).click();
    await showing(page, 'payments/prod', 'payments/test');
    const input = page.getByRole('textbox', { name: 'Filter by label' });
    await input.fill('tier');
    await input.press('Enter');
    await page.getByText('it has to be name=pattern').waitFor();
    await input.fill('tier!=*1');
    await input.press('Enter');
    await showing(page, 'payments/prod');
    expect(queryIn(page).getAll('label')).toEqual(['team=core', 'tier!=*1']);
    await input.press('Escape');
    expect(await input.count()).toBe(0);
    await page.getByRole('link', { name: 'Clear all' }).click();
    await until('200 rows', async () => (await namesIn(page)).length === 200);
  });

  test('are sorted by each column, both ways', async () => {
    const page = await open('search=prod&label=team!%3D');
    const header = (name: string) => page.getByRole('columnheader', { name });
    expect(await header('application').getAttribute('aria-sort')).toBe('ascending');
    await header('targets').getByRole('link').click();
    await showing(page, 'search/prod', 'payments/prod');
    expect(await header('targets').getAttribute('aria-sort')).toBe('ascending');
    expect(await header('application').getAttribute('aria-sort')).toBeNull();
    await header('targets').getByRole('link').click();
    await showing(page, 'payments/prod', 'search/prod');
    expect(await header('targets').getAttribute('aria-sort')).toBe('descending');
    expect(queryIn(page).get('sort')).toBe('-targets');
  });

  test('are shown 200 at once, and more when that is wanted', async () => {
    const page = await open();
    await until('200 rows', async () => (await namesIn(page)).length === 200);
    await page.getByRole('button', { name: 'Show more: 33 left' }).click();
    await until('233 rows', async () => (await namesIn(page)).length === 233);
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  });

  test('that somebody else changes are shown soon, and what is typed stays', async () => {
    const page = await open('search=late');
    await page.getByText('No group matches').waitFor();
    await searchBox(page).press('End');
    await searchBox(page).pressSequentially('-com');
    await service.client.replace({ application: 'late-comer', environment: 'prod' }, { targets: ['10.4.4.4:9100'] });
    await showing(page, 'late-comer/prod');
    await searchBox(page).pressSequentially('er');
    expect(await searchBox(page).inputValue()).toBe('late-comer');
    await rowOf(page, 'late-comer').getByText('1 / 1 up').waitFor();
    await service.client.removeGroup({ application: 'late-comer', environment: 'prod' });
    await page.getByText('No group matches').waitFor();
    expect(await isFocused(searchBox(page))).toBe(true);
  });

  test('are searched after a slash, which is a letter while one types', async () => {
    const page = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('10.2.1/');
    expect(await searchBox(page).inputValue()).toBe('10.2.1/');
  });

  test('fit into 360 px', async () => {
    const page = await browser.open(`${service.url}#/groups?search=prod`, { width: 360 });
    await rowOf(page, 'payments').getByText('1 / 6 up').waitFor();
    await page.locator('summary', { hasText: 'application' }).click();
    await page.getByRole('textbox', { name: 'Filter by application' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  test('are filtered by the service where there are too many', async () => {
    const page = await browser.open(`${service.url}#/why`);
    const [searches, givenUp]: [string[], string[]] = [[], []];
    page.on('requestfailed', (request) => givenUp.push(request.url()));
    await page.route('**/api/v1/groups?*', async (route) => {
      const search = new URL(route.request().url()).searchParams.get('search');
      if (search !== null) searches.push(search);
      // The answer to a part of the word comes after that to the word.
      if (search === 'pa') await new Promise((resolve) => setTimeout(resolve, 1500));
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as object), total: 20_001 } });
    });
    await page.getByRole('link', { name: 'Groups' }).click();
    await page.getByText('20,001 groups', { exact: true }).waitFor();
    await searchBox(page).pressSequentially('pa');
    await until('the service is asked', () => searches.includes('pa'));
    await page.getByText('looking for “pa”').waitFor();
    await searchBox(page).pressSequentially('y');
    await page.getByText('2 of 20,001 groups match “pay”').waitFor();
    await showing(page, 'payments/prod', 'payments/test');
    await rowOf(page, 'payments').getByText('1 / 6 up').waitFor();
    expect(givenUp.some((url) => new URL(url).searchParams.get('search') === 'pa')).toBe(true);
    await service.client.replace({ application: 'payments', environment: 'late' }, { targets: ['10.4.4.4:9100'] });
    await showing(page, 'payments/late', 'payments/prod', 'payments/test');
    expect(await searchBox(page).inputValue()).toBe('pay');
    await service.client.removeGroup({ application: 'payments', environment: 'late' });
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  test('whose files are not understood are named, with what helps', async () => {
    const page = await open();
    writeFileSync(join(service.directory, 'broken@prod.json'), 'no JSON');
    const note = page.locator('.note', { hasText: 'not understood' });
    await note.getByRole('link', { name: 'broken / prod' }).waitFor();
    expect(await note.innerText()).toMatch(/Mend the file/);
    await service.client.replace({ application: 'broken', environment: 'prod' }, { targets: ['h:1'], labels: {} });
    await note.waitFor({ state: 'detached' });
    await service.client.removeGroup({ application: 'broken', environment: 'prod' });
  });

  test('are none at first: the page says how to register one', async () => {
    const empty = await startPageService({ hasPrometheus: true });
    const page = await browser.open(empty.url);
    const line = await page.locator('pre').innerText();
    expect(line).toContain(`${empty.url}node/prod`);
    await page.locator('main').getByRole('link', { name: 'fill in a form' }).waitFor();
    await empty.client.replace({ application: 'node', environment: 'prod' }, { targets: ['localhost:9100'] });
    await showing(page, 'node/prod');
    await page.close();
    await empty.stop();
  });
});
