import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describeWith } from '../../server/test/support/needs.js';
import { hrefOf } from '../src/place/url.js';
import { useBrowser } from './support/browser.js';
import { type PageService, startPageService } from './support/page-service.js';

describeWith(['chromium-headless-shell'])('the page of one group', () => {
  const browser = useBrowser();
  let service: PageService;
  let number = 0;
  beforeAll(async () => {
    service = await startPageService({ hasPrometheus: true, environment: { DENIED_NETWORKS: '10.6.6.0/24' } });
  });
  afterAll(() => service.stop());

  /** A group of its own for a test, and the page of it. */
  async function openGroup(group = GROUP): Promise<{ readonly key: Key; readonly page: Page }> {
    const key = { application: `shop-${String((number += 1))}`, environment: 'prod' };
    await service.client.replace(key, group);
    const page = await browser.open(service.url + hrefOf('group', key));
    await page.getByText('job=').waitFor();
    return { key, page };
  }

  test('shows the group, and what became of its targets, the worst first', async () => {
    service.prometheus?.refusing.add('10.3.3.4:9100');
    const { key, page } = await openGroup({ ...GROUP, targets: ['10.3.3.1:9100', '10.3.3.4:9100'] });
    const rows = page.locator('tbody tr');
    await rows.first().getByText('connection refused').waitFor();
    expect(await rows.first().innerText()).toContain('nothing listens on port 9100');
    expect(await rows.nth(1).innerText()).toMatch(/10\.3\.3\.1:9100\s+up\s/);
    const link = await rows.nth(1).getByRole('link').getAttribute('href');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/targets\?.*search=10\.3\.3\.1%3A9100/);
    expect(await page.locator('main').innerText()).toContain(`${key.application}@prod.json`);
  });

  test('shows the line that replaces a group whose file is not understood', async () => {
    browser.expectFault(/status of 500/);
    writeFileSync(join(service.directory, 'broken@prod.json'), '{"x');
    const page = await browser.open(service.url + hrefOf('group', { application: 'broken', environment: 'prod' }));
    await page.getByText('a PUT with both targets and labels replaces it').waitFor();
    await page.getByText('curl and scrape_configs').click();
    expect(await page.getByLabel('the curl line: Replace').first().innerText()).toMatch(
      /^curl -X PUT .*\/broken\/prod$/,
    );
  });

  test('says what is wrong as one types, and puts what is right into a draft', async () => {
    const { key, page } = await openGroup();
    const field = page.getByLabel('Add targets');
    await field.fill('h:1, h:x\nhttp://h');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.getByText('"h:x" is not a target: "x" is not a port (1 to 65535)').waitFor();
    await page.getByText('"http://h" is not a target: it is host or host:port').waitFor();
    await field.fill('10.4.4.1:9100 10.4.4.2:9100');
    await field.press('Enter');
    await page.getByText('Not saved yet: 2 targets to add.').waitFor();
    await field.fill('10.4.4.1:9100');
    await page.getByText('10.4.4.1:9100 is in the group already.').waitFor();
    expect(await page.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
    await field.fill('');
    await page.getByText('add a label').click();
    await page.getByLabel('Label name').fill('team');
    await page.getByText('takes the place of team=core').waitFor();
    await page.getByLabel('Label name').fill('1x');
    await page.getByText('"1x" is not a label name').waitFor();
    await page.getByLabel('Label name').fill('tier');
    await page.getByLabel('Label value').fill('1');
    await page.getByLabel('Label value').press('Enter');
    await page.getByRole('button', { name: 'Remove 10.3.3.2:9100' }).click();
    await page.getByText('2 targets to add, 1 target to remove, 1 label to change.').waitFor();
    expect((await service.client.show(key)).group).toEqual(expect.objectContaining({ targets: GROUP.targets }));
    await page.getByRole('button', { name: 'Discard' }).click();
    for (const target of GROUP.targets) await page.getByRole('button', { name: `Remove ${target}` }).click();
    await page.getByText('no target is left').waitFor();
    expect(await page.getByRole('button', { name: 'Review' }).isDisabled()).toBe(true);
  });

  test('shows the difference before it is sent, and stores it', async () => {
    const { key, page } = await openGroup();
    await page.getByRole('button', { name: 'Edit 10.3.3.2:9100' }).click();
    await page.getByLabel('Target', { exact: true }).fill('10.3.3.3:9100');
    await page.getByLabel('Target', { exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Remove the label team' }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    const dialog = page.getByRole('dialog');
    expect((await dialog.locator('li').allInnerTexts()).map((each) => each.trim())).toEqual([
      '− 10.3.3.2:9100',
      '− team=core',
      '+ 10.3.3.3:9100',
    ]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Save');
    await page.keyboard.press('Enter');
    await page.getByText('Stored at').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('outcome');
    expect((await service.client.show(key)).group).toEqual({
      targets: ['10.3.3.1:9100', '10.3.3.3:9100'],
      labels: { job: key.application, env: 'prod' },
    });
    await page.getByText('up ✓').waitFor();
  });

  test('shows what the service refuses where it is', async () => {
    browser.expectFault(/status of 403/);
    const { page } = await openGroup();
    await page.getByLabel('Add targets').fill('10.6.6.6:9100');
    await page.getByLabel('Add targets').press('Enter');
    await page.getByRole('button', { name: 'Review' }).click();
    const row = page.locator('tr', { hasText: '10.6.6.6' });
    await row.locator('.fault').waitFor();
    expect(await row.locator('.fault').innerText()).toContain('10.6.6.6');
  });

  test('a change elsewhere shows, and keeps what is being typed', async () => {
    const { key, page } = await openGroup();
    await page.getByLabel('Add targets').fill('10.5.5.5:91');
    await service.client.add(key, { targets: ['10.7.7.7:9100'] });
    await page.getByRole('rowheader', { name: '10.7.7.7:9100' }).waitFor();
    expect(await page.getByLabel('Add targets').inputValue()).toBe('10.5.5.5:91');
  });

  test('a change elsewhere meets a draft, and both are kept', async () => {
    const { key, page } = await openGroup();
    await page.getByRole('button', { name: 'Remove 10.3.3.1:9100' }).click();
    await page.getByRole('button', { name: 'Edit the label team' }).click();
    await page.getByLabel('Label value').fill('mine');
    await page.getByLabel('Label value').press('Enter');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('dialog').waitFor();
    await service.client.add(key, { targets: ['10.7.7.7:9100'], labels: { team: 'theirs' } });
    browser.expectFault(/status of 412/);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody changed the group meanwhile').waitFor();
    await page.getByText('You both changed team').waitFor();
    await page.getByRole('button', { name: 'Put my changes onto theirs' }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Stored at').waitFor();
    expect((await service.client.show(key)).group).toEqual({
      targets: ['10.3.3.2:9100', '10.7.7.7:9100'],
      labels: { job: key.application, env: 'prod', team: 'mine' },
    });
  });

  test('what is typed is kept while one looks elsewhere, and while the group is removed', async () => {
    const { key, page } = await openGroup();
    const remove = page.getByRole('button', { name: 'Remove 10.3.3.1:9100' });
    await remove.focus();
    await page.keyboard.press('Enter');
    // The reader without a mouse is where they were, and can take it back.
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    await page.getByRole('button', { name: 'Keep 10.3.3.1:9100' }).waitFor();
    expect(await focused()).toBe('Keep 10.3.3.1:9100');
    await page.getByLabel('Add targets').fill('10.5.5.5:91');
    await page.getByRole('link', { name: 'Why?' }).click();
    await page.goBack();
    await page.getByText('Not saved yet: 1 target to remove.').waitFor();
    expect(await page.getByLabel('Add targets').inputValue()).toBe('10.5.5.5:91');
    await service.client.removeGroup(key);
    await page.getByText('Somebody removed the group meanwhile').waitFor();
    await page.getByRole('button', { name: 'Create it again with my changes' }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Stored at').waitFor();
    expect((await service.client.show(key)).group?.targets).toEqual(['10.3.3.2:9100']);
  });

  test('what is typed goes into a new group where the group is removed, and the browser asks before it is lost', async () => {
    const { key, page } = await openGroup();
    await page.getByRole('link', { name: 'Copy as a new group' }).waitFor();
    expect(await page.title()).toBe(`${key.application} / prod – Group – Target-eye`);
    const field = page.getByLabel('Add targets');
    await field.pressSequentially('10.5.5.5:91');
    const asked = page.waitForEvent('dialog');
    const left = page.reload();
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await left;
    await field.fill('10.5.5.5:91');
    await service.client.removeGroup(key);
    await page.getByText('There is no such group. What you have typed is kept.').waitFor();
    await page.getByRole('link', { name: 'Create it' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '10.5.5.5:91');
    await page.goBack();
    await service.client.replace(key, GROUP);
    await page.getByRole('link', { name: 'Copy as a new group' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '10.3.3.1:9100\n10.3.3.2:9100');
  });

  test('a wait says how far a change is, ends with the reasons, and can be left', async () => {
    browser.expectFault(/status of 504/);
    service.prometheus?.refusing.add('10.9.9.9:9100');
    const { page } = await openGroup();
    const save = async (target: string): Promise<void> => {
      await page.getByLabel('Add targets').fill(target);
      await page.getByLabel('Add targets').press('Enter');
      await page.getByRole('button', { name: 'Review' }).click();
      await page.getByRole('button', { name: 'Save' }).click();
    };
    await save('10.9.9.9:9100');
    await page.getByText('up 2 of 3').waitFor();
    await page.getByRole('button', { name: 'Stop waiting' }).click();
    await page.getByText('up 2 of 3').waitFor({ state: 'detached' });
    const message = 'the target "10.9.9.9:9100" is down: connection refused';
    await page.route('**/status?wait=up**', (route) =>
      route.fulfill({
        status: 504,
        json: {
          message: 'not every target is up after 60 s',
          code: 'not_up',
          errors: [{ path: 'targets[2]', code: 'down', message }],
        },
      }),
    );
    await save('10.9.9.10:9100');
    await page.getByText('not every target is up after 60 s').waitFor();
    await page.getByRole('listitem').getByText(message).waitFor();
    await page.getByRole('button', { name: 'Wait again' }).waitFor();
  });

  test('names and values from outside are text, and names that browsers take for steps can be changed', async () => {
    const key = { application: '..', environment: '<b>%2F \u202E\'"👩‍🚀' };
    const value = `<img src=x onerror=alert(1)>\u202E${'x'.repeat(10_000)}`;
    await service.client.replaceAll([{ ...key, targets: ['10.3.3.1:9100'], labels: { note: value } }]);
    const page = await browser.open(service.url + hrefOf('group', key));
    await page.getByRole('heading', { name: '.. / <b>%2F ⟨U+202E⟩\'"👩‍🚀' }).waitFor();
    await page.getByText('note=<img src=x onerror=alert(1)>⟨U+202E⟩xxx').waitFor();
    await page.getByText('can ask neither for its file nor what became of its targets').waitFor();
    await page.getByLabel('Add targets').fill('10.3.3.2:9100');
    await page.getByLabel('Add targets').press('Enter');
    await page.getByRole('button', { name: 'Review' }).click();
    expect(await page.getByRole('dialog').locator('pre').textContent()).toContain('--path-as-is');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Stored at').waitFor();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('is deleted.').waitFor();
    expect((await service.client.list({ application: '..' })).groups).toEqual([]);
    await page.goBack();
    await page.getByText('There is no such group.').waitFor();
    expect(await page.getByRole('link', { name: 'Create it' }).getAttribute('href')).toBe(hrefOf('new', key));
  });

  test('of 20,000 targets 200 are shown, and more when they are wanted', async () => {
    const targets = Array.from(
      { length: 20_000 },
      (_, index) => `10.1.${String(index >> 8)}.${String(index & 255)}:9100`,
    );
    const { page } = await openGroup({ ...GROUP, targets });
    await page.getByText('20,000 found').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(200);
    await page.getByRole('button', { name: 'Show 200 more' }).click();
    expect(await page.locator('tbody tr').count()).toBe(400);
    await page.getByLabel('Search these targets').fill('10.1.77.2');
    await page.getByText('67 found').waitFor();
    await page.waitForURL(/search=10\.1\.77\.2$/);
  });

  test('a group is deleted after a question, and comes back', async () => {
    const targets = Array.from({ length: 20 }, (_, index) => `10.8.8.${String(index)}:9100`);
    const { key, page } = await openGroup({ ...GROUP, targets });
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('20 targets').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(`${key.application}/prod`);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`${key.application}/prod is deleted.`).waitFor();
    expect((await service.client.show(key)).group).toBeUndefined();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: key.application }).waitFor();
    expect((await service.client.show(key)).group?.targets).toEqual(targets);
  });
});

interface Key {
  readonly application: string;
  readonly environment: string;
}

const GROUP = { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { team: 'core' } };
