import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';

/** What a page tells the test about; `addInitScript` runs where this is a global. */
declare const tellViolation: (violation: string) => void;

/** What went wrong in a browser: all of it, in the order in which it was seen. */
export type Faults = readonly string[];

/**
 * Counts what must not happen in the pages of a context: violations of the Content-Security-Policy, those of Trusted
 * Types among them; errors and warnings in the console; errors that nobody catches; requests to other hosts; and dialogs
 * of the browser.
 * @param origin the only one that may be asked
 */
export async function watchFaults(context: BrowserContext, origin: string): Promise<Faults> {
  const faults: string[] = [];
  await context.exposeBinding('tellViolation', (_, violation: string) => faults.push(`violation: ${violation}`));
  await context.addInitScript(() => {
    globalThis.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      tellViolation(`${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
  context.on('console', (message) => {
    if (isBad(message)) faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`request to another host: ${request.url()}`);
  });
  context.on('page', (page) => {
    page.on('pageerror', (error) => faults.push(`uncaught: ${String(error.stack)}`));
    watchDialogs(page, faults);
  });
  return faults;
}

function isBad(message: ConsoleMessage): boolean {
  return ['error', 'warning', 'assert'].includes(message.type()) || /content.security.policy/i.test(message.text());
}

/** One who leaves a page that asks whether to stay does leave. */
function watchDialogs(page: Page, faults: string[]): void {
  page.on('dialog', (dialog) => {
    if (dialog.type() !== 'beforeunload') faults.push(`${dialog.type()}: ${dialog.message()}`);
    void dialog.accept();
  });
}
