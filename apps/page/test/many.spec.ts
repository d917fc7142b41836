import type { Page } from 'playwright-core';
import { describeWith } from '../../server/test/support/needs.js';
import { useBrowser } from './support/browser.js';
import { type PageService, startPageService } from './support/page-service.js';

const hosts = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${String(index)}:9100`);

describeWith(['chromium-headless-shell'])('many groups', () => {
  const browser = useBrowser();
  let service: PageService;
  beforeAll(async () => {
    service = await startPageService({
      groups: [
        { application: 'payments', environment: 'prod', targets: ['a:1', 'b:2'], labels: { team: 'core' } },
        { application: 'old', environment: 'prod', targets: hosts('old', 30) },
      ],
    });
  });
  afterAll(() => service.stop());

  const paste = async (text: string, query = ''): Promise<Page> => {
    const page = await browser.open(`${service.url}#/many${query}`);
    await page.getByRole('textbox').first().fill(text);
    return page;
  };
  const wanted = (page: Page) => page.getByRole('region', { name: 'What would change' });
  const shown = async (application: string, environment: string): Promise<unknown> =>
    (await service.client.show({ application, environment })).group;

  test('are created from what was written for file_sd, and what differs is shown before', async () => {
    const page = await paste(`- targets: [n1:9100]
  labels: { job: node, env: prod, version: 1.10 }
- targets: [n2:9100]
  labels: { job: node, env: prod, version: 1.10 }
- application: payments
  environment: prod
  targets: [a:1, c:3]
  labels: { team: web }
`);
    await page.getByText('Taken for YAML: 2 groups with 4 targets').waitFor();
    await page.getByRole('button', { name: 'Create 1, Change 1' }).waitFor();
    const texts = await wanted(page).locator('ins, del').allTextContents();
    expect(texts).toEqual(
      expect.arrayContaining(['+ n1:9100', '+ version=1.10', '− b:2', '− team=core', '+ team=web']),
    );
    expect(await shown('node', 'prod')).toBeUndefined();
    await page.getByRole('button', { name: 'Create 1, Change 1' }).click();
    await page.getByText('1 created, 1 changed').waitFor();
    await page.getByRole('link', { name: 'node / prod' }).click();
    await page.getByRole('heading', { name: 'node / prod' }).waitFor();
    expect(await shown('node', 'prod')).toEqual({
      targets: ['n1:9100', 'n2:9100'],
      labels: { job: 'node', env: 'prod', version: '1.10' },
    });
  });

  test.each([
    ['[{"application":"a","environment":"b","targets":["x:1","y y"]}]', 'groups[0].targets[1]: "y y" is not a target'],
    ['groups:\n- application: a: b', 'the text is not YAML: '],
    ['good:9100\n\nbad:0', 'line 3: "bad:0" is not a target: "0" is not a port (1 to 65535)'],
  ])('with a fault say where it is: %j', async (text, fault) => {
    const page = await paste(text, '?application=a&environment=b');
    await page.getByText(fault).waitFor();
    expect(await wanted(page).count()).toBe(0);
  });

  test('with a fault that only the service finds have its words', async () => {
    browser.expectFault(/400 .*dry_run/);
    const page = await paste('[{"application":"a","environment":"b","target":["x:1"]}]');
    await page.getByText('did you mean "targets"?').waitFor();
  });

  test('of hosts are put into one', async () => {
    const page = await paste('# new ones\nhttp://x');
    await page.getByText('line 2: "http://x" is not a target').waitFor();
    await page.getByRole('textbox').first().fill('# new ones\nx:9100, a:1');
    await page.getByLabel('Application').fill('payments');
    await page.getByLabel('Environment').fill('prod');
    await page.getByRole('button', { name: 'Change 1' }).waitFor();
    expect(await wanted(page).locator('ins, del').allTextContents()).toEqual(['+ x:9100']);
    expect(page.url()).toContain('#/many?application=payments&environment=prod');
    await page.getByLabel('replace its targets').check();
    await wanted(page).getByText('− c:3').or(wanted(page).getByText('− b:2')).waitFor();
  });

  test('that are not named go if that is wanted, and many targets only with their number', async () => {
    browser.expectFault(/409 .*dry_run/);
    await service.client.replace({ application: 'keep', environment: 'prod' }, { targets: ['k:1'] });
    const page = await paste('[{"application":"old","environment":"prod","targets":["old-0:9100"]}]');
    await page.getByLabel('remove groups that are not named').check();
    await page.getByLabel('but only of application').fill('old');
    await page.getByText(/29 of \d+ targets would be taken away at once/).waitFor();
    const button = page.getByRole('button', { name: 'Change 1' });
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel('Type 29 to let 29 targets go').fill('29');
    await button.click();
    await page.getByText('1 changed').waitFor();
    expect(await shown('old', 'prod')).toMatchObject({ targets: ['old-0:9100'] });
    expect(await shown('keep', 'prod')).toMatchObject({ targets: ['k:1'] });
  });

  test('are shown anew when somebody else changed them meanwhile, and nothing typed is lost', async () => {
    browser.expectFault(/412 /);
    const key = { application: 'meanwhile', environment: 'prod' };
    await service.client.replace(key, { targets: ['a:1'] });
    const text = JSON.stringify([{ ...key, targets: ['b:1'] }]);
    const page = await paste(text);
    await page.getByRole('button', { name: 'Change 1' }).waitFor();
    await service.client.add(key, { targets: ['theirs:1'] });
    await page.getByRole('button', { name: 'Change 1' }).click();
    await page.getByText('Groups were changed meanwhile').waitFor();
    expect(await wanted(page).locator('del').allTextContents()).toEqual(['− a:1', '− theirs:1']);
    expect(await page.getByRole('textbox').first().inputValue()).toBe(text);
    await page.getByRole('button', { name: 'Change 1' }).click();
    await page.getByText('1 changed').waitFor();
  });

  test('are a thousand at once, of which two hundred are shown until more are wanted', async () => {
    const groups = Array.from({ length: 1000 }, (_, index) => ({
      application: `app-${String(index)}`,
      environment: 'prod',
      targets: hosts(`h${String(index)}`, 3),
    }));
    const page = await paste(JSON.stringify(groups));
    await page.getByRole('button', { name: 'Create 1000' }).waitFor();
    const rows = wanted(page).getByRole('link').or(wanted(page).locator('.outcome'));
    expect(await rows.count()).toBe(200);
    await page.getByRole('button', { name: 'Show more of 1,000' }).click();
    expect(await rows.count()).toBe(400);
    await page.getByRole('button', { name: 'Create 1000' }).click();
    await page.getByText('1,000 created').waitFor();
  });

  test('that were stored only in part say what became of each', async () => {
    browser.expectFault(/507 /);
    const page = await paste(
      JSON.stringify(['one', 'two'].map((application) => ({ application, environment: 'x', targets: ['a:1'] }))),
    );
    const error = { path: '', code: 'storage_full', message: 'there is no space left' };
    await page.route('**/api/v1/groups?*', (route) => route.fallback());
    await page.route('**/api/v1/groups', (route) =>
      route.fulfill({
        status: 507,
        json: {
          ...{ message: error.message, code: error.code, errors: [error] },
          ...{ created: 1, changed: 0, unchanged: 0, removed: 0, failed: 1 },
          groups: [
            { application: 'one', environment: 'x', outcome: 'created' },
            { application: 'two', environment: 'x', outcome: 'failed', error },
          ],
        },
      }),
    );
    await page.getByRole('button', { name: 'Create 2' }).click();
    await page.getByText('there is no space left. 1 created, 1 failed').waitFor();
    await page.getByRole('button', { name: 'Back to what was pasted' }).click();
    await page.getByRole('button', { name: 'Create 2' }).waitFor();
  });
});

describeWith(['chromium-headless-shell'])('a new group', () => {
  const browser = useBrowser();
  let service: PageService;
  beforeAll(async () => {
    service = await startPageService({
      groups: [{ application: 'payments', environment: 'prod', targets: ['a:1', 'b:2'], labels: { team: 'core' } }],
    });
  });
  afterAll(() => service.stop());

  const button = (page: Page) => page.getByRole('button', { name: 'Create' });

  test('is created from nothing, by keyboard', async () => {
    const page = await browser.open(`${service.url}#/new`);
    await page.getByLabel('Application').focus();
    await page.keyboard.type('search');
    await page.keyboard.press('Tab');
    await page.keyboard.type('prod');
    await page.keyboard.press('Tab');
    await page.keyboard.type('s1:9100, s2:9100');
    await page.keyboard.press('Tab');
    await page.keyboard.type('team');
    await page.keyboard.press('Tab');
    await page.keyboard.type('web');
    await page.getByText('the service would take it').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'search / prod' }).waitFor();
    const { group } = await service.client.show({ application: 'search', environment: 'prod' });
    expect(group).toEqual({ targets: ['s1:9100', 's2:9100'], labels: { job: 'search', env: 'prod', team: 'web' } });
  });

  test('says at the field what the rules have against it', async () => {
    const page = await browser.open(`${service.url}#/new?application=a&environment=b`);
    const targets = page.getByLabel(/^Targets/);
    await targets.fill('h:0');
    await page.getByText('"h:0" is not a target: "0" is not a port (1 to 65535)').waitFor();
    expect(await targets.getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Label name').first().fill('a-b');
    await page.getByText('"a-b" is not a label name').waitFor();
    expect(await button(page).isDisabled()).toBe(true);
  });

  test('is a copy of another', async () => {
    const page = await browser.open(`${service.url}#/new?from=payments%2Fprod`);
    const targets = page.getByLabel(/^Targets/);
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'a:1\nb:2');
    expect(await page.getByLabel('Label name').first().inputValue()).toBe('team');
    await page.getByLabel('Application').fill('payments');
    await page.getByLabel('Environment').fill('prod');
    await page.getByText('There is a group "payments/prod" already').waitFor();
    expect(await button(page).isDisabled()).toBe(true);
    await page.getByLabel('Environment').fill('../%2F');
    await targets.fill('c:3');
    await button(page).click();
    await page.getByRole('heading', { name: 'payments / ../%2F' }).waitFor();
    const { group } = await service.client.show({ application: 'payments', environment: '../%2F' });
    expect(group?.labels).toEqual({ job: 'payments', env: '../%2F', team: 'core' });
  });
});
