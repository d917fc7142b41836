/* global addEventListener, document, requestAnimationFrame, setTimeout */
import { createRequire } from 'node:module';
import { startTargetEye } from '../processes.mjs';
import { report } from '../report.mjs';
import { inTurn, medianOf } from '../rounds.mjs';

/** The browser is a matter of the page's tests. */
const { chromium } = createRequire(new URL('../../apps/page/package.json', import.meta.url))('playwright-core');

/** Up to how many groups the browser filters by itself, and more than that. */
const [FEW, MANY] = [10_000, 100_000];

/** What is typed into the search, letter by letter. */
const TYPED = 'app-0043';

/** How long do readers of the page wait? It needs Chromium. */
export async function measurePage({ program, directoryWith, rounds }) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const few = await startTargetEye(program, directoryWith(FEW));
  const many = await startTargetEye(program, directoryWith(MANY));
  const taken = await inTurn(rounds, {
    few: () => visit(browser, few.url),
    many: () => visit(browser, many.url),
  });
  for (const [name, groups] of [
    ['few', FEW],
    ['many', MANY],
  ]) {
    const seen = medianOf(taken, (round) => round[name].seen);
    report({ work: `page of ${groups} groups, until rows are painted`, value: seen, unit: 'ms', atMost: 1000 });
  }
  const letters = medianOf(taken, ({ few: { letters } }) => medianOf(letters, Number));
  const slowest = medianOf(taken, ({ few: { letters } }) => Math.max(...letters));
  report({ work: `search in ${FEW} groups, from a letter to what is painted`, value: letters, unit: 'ms' });
  report({ work: 'the same, at most', value: slowest, unit: 'ms', atMost: 100 });
  const found = medianOf(taken, ({ many: { found } }) => found);
  report({ work: `search in ${MANY} groups, from the last letter to what is found`, value: found, unit: 'ms' });
  await browser.close();
  await few.stop();
  await many.stop();
}

/**
 * Opens the page and types.
 * @returns how many milliseconds it took until rows were painted, from each letter to the paint after it, and from the last
 * letter to the first row that fits
 */
async function visit(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(watchPaints);
  await page.goto(url);
  const seen = await (await page.waitForFunction(() => globalThis.seen)).jsonValue();
  const search = page.getByRole('searchbox', { name: 'Search' });
  await search.focus();
  const letters = [];
  for (const letter of TYPED) {
    await page.evaluate(() => delete globalThis.painted);
    await page.keyboard.press(letter);
    letters.push(await (await page.waitForFunction(() => globalThis.painted)).jsonValue());
  }
  const found = await page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          const rows = [...document.querySelectorAll('tbody th')];
          if (rows.length > 0 && rows.every((row) => row.textContent.includes(wanted)))
            resolve(performance.now() - globalThis.typed);
          else requestAnimationFrame(look);
        };
        look();
      }),
    TYPED,
  );
  await context.close();
  return { seen, letters, found };
}

/** In the page: when its first rows are painted, and how long after each letter the next frame is. */
function watchPaints() {
  const afterPaint = (call) => requestAnimationFrame(() => setTimeout(call));
  const look = () => {
    if (document.querySelector('tbody tr') === null) requestAnimationFrame(look);
    else afterPaint(() => (globalThis.seen = performance.now()));
  };
  look();
  addEventListener('input', ({ timeStamp }) => {
    globalThis.typed = timeStamp;
    afterPaint(() => (globalThis.painted = performance.now() - timeStamp));
  });
}
