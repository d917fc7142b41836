import type { GroupKey } from '@target-eye/client';

/** A group as a text of its own, `<application>/<environment>`, each percent-encoded. */
export function groupText({ application, environment }: GroupKey): string {
  return `${encodeURIComponent(application)}/${encodeURIComponent(environment)}`;
}

/** What `groupText` made a text of; `undefined` for any other text. */
export function groupIn(text: string): GroupKey | undefined {
  try {
    const [application, environment, ...others] = text.split('/').map(decodeURIComponent);
    return application && environment && others.length === 0 ? { application, environment } : undefined;
  } catch {
    return undefined;
  }
}
