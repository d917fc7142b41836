import { signal } from '@preact/signals';

/** Whether the service has another version of this page by now. */
export const isOutdated = signal(false);

/** How often it is looked, in milliseconds. */
const PAUSE = 60_000;

/** Looks from time to time which version of the page the service has. */
export function watchVersion(): void {
  const own = document.querySelector<HTMLMetaElement>('meta[name="target-eye-build"]')?.content;
  const look = async (): Promise<void> => {
    if (document.hidden) return;
    const build = await currentBuild();
    if (build !== undefined && build !== own) isOutdated.value = true;
  };
  setInterval(() => void look(), PAUSE);
  document.addEventListener('visibilitychange', () => void look());
}

/** `undefined` where the service does not answer. */
async function currentBuild(): Promise<string | undefined> {
  try {
    const answer = await fetch('.', { headers: { Accept: 'application/json' }, cache: 'no-cache' });
    const { page } = (await answer.json()) as { readonly page?: { readonly build?: string } };
    return page?.build;
  } catch {
    return undefined;
  }
}
