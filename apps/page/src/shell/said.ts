import { signal } from '@preact/signals';

/** What was done elsewhere than where one is now, and what can be done about it. */
interface Said {
  readonly text: string;
  readonly action: string;
  readonly act: () => Promise<void>;
}

export const said = signal<Said | undefined>(undefined);

/** Says something on top of whatever view is shown, until the reader has seen it. */
export function say(text: string, action: string, act: () => Promise<void>): void {
  said.value = { text, action, act };
}
