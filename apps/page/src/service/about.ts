import { computed } from '@preact/signals';
import type { GroupKey } from '@target-eye/client';
import { matchesGroupPattern, parseGroupPattern } from '@target-eye/domain';
import { poll } from './poll.js';

/** Rights change without a login when the files of the service are read again. */
const polled = poll(30, (client) => client.about());

/** Asks for it from now on, until the function returned is called. */
export const followAbout = (): (() => void) => polled.follow();

/** What the service says of itself and of whoever asks; `undefined` until it has answered. */
export const about = computed(() => polled.known.value.value);

/** Whether there is a Prometheus to ask what became of targets. */
export const hasPrometheus = computed(() => (about.value?.prometheus.length ?? 0) > 0);

const patterns = computed(() => about.value?.write.map(parseGroupPattern));

/** Whether some groups may be written. While that is not known, they may: the service decides anyway. */
export const mayWriteSome = computed(() => patterns.value?.length !== 0);

/** As `mayWriteSome`, of one group. */
export function mayWrite(key: GroupKey): boolean {
  return patterns.value?.some((each) => typeof each !== 'string' && matchesGroupPattern(each, key)) ?? true;
}
