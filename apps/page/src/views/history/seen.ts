import { signal } from '@preact/signals';
import { statusOfAll } from '../../service/polls.js';
import type { Sample } from './samples.js';

/** As many as the service keeps: an hour, every 15 seconds. */
const MAX_SEEN = 240;

/** What the page itself has seen become of all targets, oldest first, by the clock of the service. */
export const seen = signal<readonly Sample[]>([]);

statusOfAll.known.subscribe(({ value }) => {
  const at = value?.prometheus
    .map(({ asked_at }) => asked_at ?? '')
    .sort()
    .at(-1);
  const before = seen.peek();
  if (value === undefined || !at || before.at(-1)?.at === at) return;
  seen.value = [...before, { at, targets: value.targets }].slice(-MAX_SEEN);
});
