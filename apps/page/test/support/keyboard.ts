import type { Locator, Page } from 'playwright-core';

/** More than any view has places for the focus before what a test is after. */
const MAX_STEPS = 80;

/**
 * Moves the focus with Tab alone until it is on an element. On the way one always sees where it is.
 * @throws Error when it never gets there, or gets lost on the way
 */
export async function tabTo(page: Page, element: Locator): Promise<void> {
  await element.waitFor();
  const way: string[] = [];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (await element.evaluate((wanted) => wanted === document.activeElement)) return;
    await page.keyboard.press('Tab');
    // After the last place comes the browser's own, and then the first.
    if (!(await isOnBody(page))) way.push(await focused(page));
  }
  throw new Error(`Tab does not lead to ${String(element)}, but to ${way.join(', ')}`);
}

const isOnBody = (page: Page): Promise<boolean> => page.evaluate(() => document.activeElement === document.body);

/**
 * What has the focus, in words.
 * @throws Error where nothing has it, or nothing shows that
 */
export async function focused(page: Page): Promise<string> {
  const { name, isShown } = await page.evaluate(() => {
    const { activeElement: element } = document;
    if (element === null || element === document.body) return { name: '', isShown: false };
    // It gets the focus when what had it is gone, and is everything that one sees.
    if (element.matches('main')) return { name: 'main', isShown: true };
    const { outlineStyle, outlineWidth, visibility } = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    const name = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
    return {
      name: `${element.tagName.toLowerCase()} ${name}`,
      isShown: outlineStyle !== 'none' && outlineWidth !== '0px' && visibility === 'visible' && width * height > 0,
    };
  });
  if (name === '') throw new Error('nothing has the focus');
  if (!isShown) throw new Error(`one does not see that the focus is on ${name}`);
  return name;
}
