import type { GroupStatus, ScrapeStatus, TargetInGroup } from '@target-eye/client';
import { formatKey } from '../documents/key-text.js';
import { safeText } from './safe-text.js';
import { agoText, headline, silenceText, wordOf } from './status-text.js';

/**
 * What became of targets, in sentences: a paragraph for each target of each group.
 * @param now in milliseconds since the epoch
 */
export function explanation(groups: readonly GroupStatus[], now: number): string {
  const paragraphs = groups.flatMap((group) => group.targets.map((target) => linesOf(group, target, now)));
  return paragraphs.map((lines) => lines.map((line) => `${safeText(line)}\n`).join('')).join('\n');
}

function linesOf(group: GroupStatus, target: TargetInGroup, now: number): readonly string[] {
  const { prometheus } = target;
  const said = new Set(prometheus.map(({ url }) => url));
  // Where no Prometheus answers, each of them says so of the target.
  const silent = group.prometheus.filter(({ url }) => !said.has(url)).map(silenceText);
  return [
    `${target.target} of ${formatKey(group)} ${headline(target)}`,
    ...prometheus.flatMap((on, index) => {
      const { advice } = on;
      // What is the same for several is said once, below the last of them.
      const isSaid = advice === undefined || prometheus[index + 1]?.advice === advice;
      return [entryLine(on, group, now), ...(isSaid ? [] : [`    ${advice}`])];
    }),
    ...silent.filter((text) => text !== undefined).map((text) => `  ${text}`),
  ];
}

function entryLine(on: ScrapeStatus, { prometheus }: GroupStatus, now: number): string {
  const { url, pool, status, error } = on;
  const asked = prometheus.find((each) => each.url === url);
  const silence = asked && silenceText(asked);
  if (silence !== undefined) return `  ${silence}`;
  const ago = agoText(on.last_scrape, now);
  const where = pool === undefined ? url : `${url}, pool ${pool}`;
  const said = [wordOf(status), ...(error === undefined ? [] : [error])].join(': ');
  return `  ${where}: ${said}${ago === '' ? '' : `; last scraped ${ago}`}`;
}
