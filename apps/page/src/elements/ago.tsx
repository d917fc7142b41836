import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

/** The moment, in milliseconds since the epoch, as far as times on the page are concerned. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1000);

const STEPS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** How long ago a time was, such as `2 min ago`; a time that is yet to come is `now`, because clocks differ. */
export function agoText(time: number, at: number): string {
  const seconds = Math.floor((at - time) / 1000);
  const [length, unit] = STEPS.find(([each]) => seconds >= each) ?? [1, undefined];
  return unit === undefined ? 'now' : `${String(Math.floor(seconds / length))} ${unit} ago`;
}

const FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** How long ago a time was; the time itself is there too. `time` as in the API (ISO 8601). */
export function Ago({ time }: { readonly time: string }): JSX.Element {
  const milliseconds = Date.parse(time);
  const text = useMemo(() => computed(() => agoText(milliseconds, now.value)), [milliseconds]);
  return (
    <time dateTime={time} title={FORMAT.format(milliseconds)}>
      {text}
    </time>
  );
}
