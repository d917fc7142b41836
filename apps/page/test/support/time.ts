// cspell:ignore requestfinished requestfailed
import type { Page, Request } from 'playwright-core';
import { until } from '../../../server/test/support/until.js';

/** Short against every pause of the page, in milliseconds. */
const MOMENT = 100;

/** The requests under way of pages that have a time of their own. */
const underWay = new WeakMap<Page, ReadonlySet<Request>>();

/** Gives a time of its own to a page that is about to be opened; it passes as usual until it is stopped. */
export async function giveTime(page: Page): Promise<void> {
  const requests = new Set<Request>();
  underWay.set(page, requests);
  page.on('request', (request) => requests.add(request));
  for (const end of ['requestfinished', 'requestfailed'] as const)
    page.on(end as 'requestfinished', (request) => requests.delete(request));
  await page.clock.install();
}

/** From now on time passes in a page that has one of its own only as `passTime` lets it. */
export async function stopTime(page: Page): Promise<void> {
  // On a busy machine that moment is over before it is said.
  await until('time stands still', async () => {
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + MOMENT);
    return true;
  });
  await passTime(page, MOMENT);
}

/**
 * Lets so many milliseconds pass in a page whose time is stopped, a moment after the other; all that is asked in a moment
 * is answered before the next begins, however long that takes.
 */
export async function passTime(page: Page, milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += MOMENT) {
    await page.clock.runFor(MOMENT);
    await answered(page);
  }
}

async function answered(page: Page): Promise<void> {
  const requests = underWay.get(page);
  // What it has asked by now is heard before the answer to this.
  await page.evaluate(() => undefined);
  await until('the page has its answers', () => requests?.size === 0);
}
