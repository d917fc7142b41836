import { howOften, quote } from '../faults/text.js';
import type { ScrapeJudgement } from './judgement.js';
import type { SeenGroup } from './seen-group.js';

export type Word = Pick<ScrapeJudgement, 'status' | 'fact'>;

/** The word for a group of which a Prometheus surely has not read the newest version; `undefined` where it may have. */
export function notRead(seen: SeenGroup): Word | undefined {
  const fact = seen.isInFile ? whyFileIsNotRead(seen) : whyNotPolled(seen);
  return fact === undefined ? undefined : { status: 'not_read', fact };
}

function whyFileIsNotRead({ fileRead, readAt = 0, answer }: SeenGroup): string | undefined {
  if (fileRead !== 'older' && fileRead !== 'none') return undefined;
  const errors = answer.view.fileReadErrors ?? 0;
  const failed = errors > 0 ? `; it failed to read files ${howOften(errors)} since it started` : '';
  return fileRead === 'none'
    ? `Prometheus has read no version of its file${failed}`
    : `Prometheus has read the version of ${timeText(readAt)} and not the newest${failed}`;
}

function timeText(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? String(seconds) : time.toISOString().replace('.000Z', 'Z');
}

function whyNotPolled({ readers: [reader] = [], isPollDue }: SeenGroup): string | undefined {
  if (reader === undefined || isPollDue) return undefined;
  return `the scrape pool ${quote(reader.pool)} asks for the groups every ${String(reader.refreshSeconds)} s, and may not have done so since the change`;
}
