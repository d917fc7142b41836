import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from './chromium.js';
import { giveTime } from './time.js';
import { type Faults, watchFaults } from './faults.js';

/** How a page is opened. */
interface Sight {
  readonly scheme?: 'light' | 'dark';
  /** Of the window, in CSS pixels; 1280 by default. */
  readonly width?: number;
  /** 800 by default. */
  readonly height?: number;
  readonly reducedMotion?: 'reduce' | 'no-preference';
  readonly forcedColors?: 'active' | 'none';
  /** Whether the page has a time of its own, which can be stopped and passed. */
  readonly hasOwnTime?: boolean;
  /** For scripts that the policy of the page does not let in; another page has to count violations. */
  readonly withoutPolicy?: boolean;
}

/** A Chromium for all tests of a spec. */
export interface UsedBrowser {
  /**
   * Opens a page of its own, without anything that another one stored, and resolves when it shows something. It is closed
   * after the test, which fails if something went wrong in it.
   */
  open(url: string, sight?: Sight): Promise<Page>;
  /** Something goes wrong in this test that fits the pattern, and it has to, such as an answer of 412. */
  expectFault(pattern: RegExp): void;
  /** Something may go wrong in this test that fits the pattern: whether it does depends on which of two is the faster. */
  allowFault(pattern: RegExp): void;
}

interface Watched {
  readonly context: BrowserContext;
  readonly faults: Faults;
}

/** Answers that tell a page what somebody else has done meanwhile: whether it asks before or after that is chance. */
const NEWS = [/status of 404 .*\/status\)$/, /status of 412 .*dry_run=true\)$/];

/** In milliseconds: only for what never comes. A machine that is busy with other work must not fail a test. */
const MAX_WAIT = 240_000;

/** Starts a Chromium before the tests; after each test nothing may have gone wrong but what the test expects. */
export function useBrowser(): UsedBrowser {
  let browser: Browser;
  const opened: Watched[] = [];
  const expected: RegExp[] = [];
  const allowed: RegExp[] = [];
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterEach(async () => {
    const [watched, patterns] = [opened.splice(0), expected.splice(0)];
    const known = [...NEWS, ...patterns, ...allowed.splice(0)];
    for (const { context } of watched) await heard(context);
    const faults = watched.flatMap((each) => each.faults);
    await Promise.all(watched.map(({ context }) => context.close()));
    expect(faults.filter((fault) => !known.some((pattern) => pattern.test(fault)))).toEqual([]);
    expect(patterns.filter((pattern) => !faults.some((fault) => pattern.test(fault)))).toEqual([]);
  });
  afterAll(() => browser.close());
  return {
    open: async (url, sight = {}) => {
      const context = await browser.newContext(optionsOf(sight));
      context.setDefaultTimeout(MAX_WAIT);
      opened.push({ context, faults: await watchFaults(context, new URL(url).origin) });
      const page = await context.newPage();
      if (sight.hasOwnTime === true) await giveTime(page);
      await page.goto(url);
      await page.locator('main').waitFor();
      return page;
    },
    expectFault: (pattern) => {
      expected.push(pattern);
    },
    allowFault: (pattern) => {
      allowed.push(pattern);
    },
  };
}

function optionsOf(sight: Sight): Parameters<Browser['newContext']>[0] {
  const { scheme = 'light', width = 1280, height = 800, reducedMotion, forcedColors, withoutPolicy = false } = sight;
  return {
    colorScheme: scheme,
    viewport: { width, height },
    bypassCSP: withoutPolicy,
    ignoreHTTPSErrors: true,
    locale: 'en-US',
    timezoneId: 'UTC',
    ...(reducedMotion && { reducedMotion }),
    ...(forcedColors && { forcedColors }),
  };
}

/** Resolves when everything that the pages have told by now has been heard. */
async function heard(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.evaluate(() => undefined)));
}
