import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@target-eye/client';
import type { Page } from 'playwright-core';
import { describeWith } from '../../server/test/support/needs.js';
import { until } from '../../server/test/support/until.js';
import { useBrowser } from './support/browser.js';
import { type PageService, startPageService } from './support/page-service.js';

/** Of `ops`; of the password `secret`. */
const HASH = '$2y$04$YTqHyWVmuBdhdbOMZ.LMOOqbKGoZRND3EnNIlwksrTMwJJXV/TDPq';

const GROUPS = [
  { application: 'payments', environment: 'prod', targets: ['10.3.3.1:9100'], labels: { team: 'core' } },
  { application: 'search', environment: 'prod', targets: ['10.3.4.1:9100'] },
];

describeWith(['chromium-headless-shell'])('the login', () => {
  const browser = useBrowser();
  const home = mkdtempSync(join(tmpdir(), 'target-eye-login-'));
  const accessFile = join(home, 'access.yml');
  const users = join(home, 'web.yml');
  let service: PageService;

  /** As people replace it: the service must never see half of it. */
  const writeAccess = (anonymous: 'read' | 'none', token: string): void => {
    const hash = createHash('sha256').update(token).digest('hex');
    writeFileSync(
      `${accessFile}.new`,
      `anonymous: ${anonymous}
clients:
  - { name: deploy-bot, token_sha256: ${hash}, write: ["payments/*"] }
  - { name: ops, basic_auth_user: ops, write: ["*/*"] }
`,
    );
    renameSync(`${accessFile}.new`, accessFile);
  };
  const isKnown = (token: string): Promise<boolean> =>
    createClient({ url: service.url, token, retries: false })
      .about()
      .then(
        () => true,
        () => false,
      );
  beforeAll(async () => {
    writeAccess('read', 'first-token');
    writeFileSync(users, `basic_auth_users:\n  ops: ${HASH}\n`);
    service = await startPageService({
      groups: GROUPS,
      environment: { ACCESS_FILE: accessFile, WEB_CONFIG_FILE: users },
    });
  });
  afterAll(async () => {
    await service.stop();
    rmSync(home, { recursive: true });
  });

  const header = (page: Page) => page.getByRole('banner');
  const dialog = (page: Page) => page.getByRole('dialog', { name: 'Log in' });
  const beginLogin = (page: Page): Promise<void> => header(page).getByRole('button', { name: 'Log in' }).click();
  const sendToken = async (page: Page, token: string): Promise<void> => {
    await dialog(page).locator('input[type=password]').fill(token);
    await page.keyboard.press('Enter');
  };

  test('is not needed to read, and offered to change something', async () => {
    const page = await browser.open(service.url);
    await page.getByRole('main').getByText('payments').first().waitFor();
    await page.goto(`${service.url}#/many`);
    await page.getByText('You may only read; log in to change groups').waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
    await dialog(page).waitFor();
    await page.keyboard.press('Escape');
    expect(await dialog(page).count()).toBe(0);
  });

  test('that is wrong says so in the words of the service and keeps the user; the right one shows who one is', async () => {
    browser.expectFault(/401 .*ui\/about/);
    const page = await browser.open(service.url);
    await beginLogin(page);
    await sendToken(page, 'no-token');
    await dialog(page).getByText('the token is not known').waitFor();
    await dialog(page).getByLabel('User and password').check();
    await dialog(page).getByLabel('User', { exact: true }).fill('ops');
    await dialog(page).getByLabel('Password', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await dialog(page).getByText('the user or the password is wrong').waitFor();
    expect(await dialog(page).getByLabel('User', { exact: true }).inputValue()).toBe('ops');
    await dialog(page).getByLabel('Password', { exact: true }).fill('secret');
    await page.keyboard.press('Enter');
    await header(page).getByText('ops').waitFor();
    expect(await dialog(page).count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Log out');
  });

  test('is forgotten by logging out, and belongs to one tab', async () => {
    const page = await browser.open(service.url);
    await beginLogin(page);
    await sendToken(page, 'first-token');
    await header(page).getByText('deploy-bot').waitFor();
    const other = await page.context().newPage();
    await other.goto(service.url);
    await header(other).getByRole('button', { name: 'Log in' }).waitFor();
    await page.reload();
    await header(page).getByText('deploy-bot').waitFor();
    await header(page).getByRole('button', { name: 'Log out' }).click();
    await header(page).getByRole('button', { name: 'Log in' }).waitFor();
    expect(await page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie])).toEqual([
      0,
      0,
      '',
    ]);
    expect(await header(page).getByText('deploy-bot').count()).toBe(0);
  });

  test('says which groups one may not write before anything is sent', async () => {
    const page = await browser.open(`${service.url}#/many`);
    await beginLogin(page);
    await sendToken(page, 'first-token');
    await header(page).getByText('deploy-bot').waitFor();
    const groups = GROUPS.map(({ application, environment }) => ({ application, environment, targets: ['a:1'] }));
    await page.getByRole('textbox').fill(JSON.stringify(groups));
    await page.getByText('groups[1]: deploy-bot may write payments/* only, not "search/prod"').waitFor();
    await page.goto(`${service.url}#/new?application=search&environment=x`);
    await page.getByText('deploy-bot may write payments/* only').waitFor();
  });

  test('that is not known any more is asked for again, and nothing typed is lost', async () => {
    browser.expectFault(/401 /);
    const page = await browser.open(`${service.url}#/many`);
    await beginLogin(page);
    await sendToken(page, 'first-token');
    await header(page).getByText('deploy-bot').waitFor();
    const text = page.getByRole('textbox');
    await text.pressSequentially('[{"application":"payments","environment":"new",');
    writeAccess('read', 'second-token');
    await until('the new token counts', () => isKnown('second-token'));
    await text.pressSequentially('"targets":["a:1"]}]');
    await dialog(page).getByText('the token is not known').waitFor();
    await sendToken(page, 'second-token');
    await page.getByRole('button', { name: 'Create 1' }).waitFor();
    expect(await text.inputValue()).toBe('[{"application":"payments","environment":"new","targets":["a:1"]}]');
  });

  test('is asked for at once where nothing may be read without, by the page and not by the browser', async () => {
    browser.expectFault(/401 /);
    writeAccess('none', 'second-token');
    await until('nothing may be read', async () => (await fetch(`${service.url}api/v1/groups`)).status === 401);
    const page = await browser.open(service.url);
    await dialog(page).getByText('this needs a login').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('main').getByText('payments').count()).toBe(0);
    await beginLogin(page);
    await sendToken(page, 'second-token');
    await page.getByRole('main').getByText('payments').first().waitFor();
  });
});
