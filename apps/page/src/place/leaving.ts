/** Lets the browser ask before the page is closed or loaded anew, as long as something that was typed would be lost. */
export function askBeforeLeaving(isSomethingTyped: () => boolean): void {
  globalThis.addEventListener('beforeunload', (event) => {
    if (isSomethingTyped()) event.preventDefault();
  });
}
