import { computed, signal } from '@preact/signals';
import type { GroupKey } from '@target-eye/client';
import { matchesWildcard } from '@target-eye/domain';

/** The service, and what whoever asks may do there. */
export interface About {
  readonly version: string;
  readonly build: string;
  readonly caller: { readonly kind: 'anonymous' | 'user' | 'certificate' | 'client'; readonly name?: string };
  /** Patterns of the groups that may be written, as in the access file. */
  readonly write: readonly string[];
  /** How one can log in. */
  readonly logins: readonly ('Bearer' | 'Basic')[];
  readonly file_sd_directory: string;
  /** The URLs of the Prometheus that the service asks. */
  readonly prometheus: readonly string[];
}

/** What is known of the service; `undefined` until it has answered. */
export const about = signal<About | undefined>({
  version: '',
  build: '',
  caller: { kind: 'anonymous' },
  write: ['*/*'],
  logins: [],
  file_sd_directory: '',
  prometheus: ['http://localhost:9090'],
});

/** Whether there is a Prometheus to ask what became of targets. */
export const hasPrometheus = computed(() => (about.value?.prometheus.length ?? 0) > 0);

/** Whether some groups may be written. While that is not known, they may: the service decides anyway. */
export const mayWriteSome = computed(() => about.value === undefined || about.value.write.length > 0);

/** As `mayWriteSome`, of one group. */
export function mayWrite({ application, environment }: GroupKey): boolean {
  return (
    about.value?.write.some((pattern) => {
      const [ofApplication = [], ofEnvironment = []] = pattern
        .split('/')
        .map((side) => side.split('*').map(decodeURIComponent));
      return matchesWildcard(ofApplication, application) && matchesWildcard(ofEnvironment, environment);
    }) ?? true
  );
}
