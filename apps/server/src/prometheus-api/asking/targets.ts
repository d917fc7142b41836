import type { Shown } from '../question.js';
import { successIn } from './api-answer.js';
import { AskFailure } from './ask-failure.js';
import { EntryCollector } from './entry-collector.js';
import { JsonElements } from './json-elements.js';
import type { Requests } from './requests.js';
import { type ShownTarget, shownTarget, targetIn } from './target-entry.js';

/**
 * vmagent lists so many dropped targets by default (`-promscrape.maxDroppedTargets`, in older versions) without saying
 * that there are more.
 */
const MAX_LISTED_BY_OTHERS = 1000;

/**
 * Asks for the active and for the dropped targets.
 * @param pools those that may read us; `undefined` where they are not known, and every pool is asked for
 * @param isPrometheus whether it certainly is Prometheus, which lists all targets where it tells no counts
 * @throws AskFailure
 */
export async function askForTargets(
  requests: Requests,
  pools: readonly string[] | undefined,
  isPrometheus: boolean,
): Promise<Pick<Shown, 'active' | 'dropped' | 'listsAllDropped'>> {
  const active = new TargetList('activeTargets');
  for (const pool of pools ?? [undefined]) await active.ask(requests, pool);
  const dropped = new TargetList('droppedTargets');
  for (const pool of pools ?? [undefined]) {
    await dropped.ask(requests, pool);
    // Before 3.3 the name of the pool is ignored, and not said of a target: these are the dropped ones of all pools.
    if (dropped.listed > 0 && !dropped.namesPools) break;
  }
  return {
    active: active.collector.pieces,
    dropped: dropped.collector.pieces,
    listsAllDropped: dropped.isComplete(pools, isPrometheus, active),
  };
}

/** The targets of one state, from one answer or several. */
class TargetList {
  readonly collector = new EntryCollector();
  /** How many targets there were, ours or not. */
  listed = 0;
  /** Whether it was said of every one in which pool it is. */
  namesPools = true;
  /** How many there were whose labels before relabelling were hidden. */
  private hidden = 0;
  private counts: Readonly<Record<string, unknown>> | undefined;

  constructor(private readonly name: 'activeTargets' | 'droppedTargets') {}

  async ask(requests: Requests, pool: string | undefined): Promise<void> {
    const elements = new JsonElements((text) => {
      this.take(shownTarget(text));
    });
    const state = this.name === 'activeTargets' ? 'active' : 'dropped';
    const ofPool = pool === undefined ? '' : `&scrapePool=${encodeURIComponent(pool)}`;
    await requests.get(`/api/v1/targets?state=${state}${ofPool}`, (chunk) => {
      elements.write(chunk);
    });
    const data = successIn(elements.end());
    if (!Array.isArray(data[this.name])) throw new AskFailure('not_prometheus', 'its answer lists no targets');
    const counts = data['droppedTargetCounts'];
    if (typeof counts === 'object' && counts !== null) this.counts = counts as Record<string, unknown>;
    this.collector.pack();
  }

  /** Whether these are all dropped targets of the pools. */
  isComplete(pools: readonly string[] | undefined, isPrometheus: boolean, active: TargetList): boolean {
    const { counts } = this;
    if (counts === undefined)
      return isPrometheus || (this.listed < MAX_LISTED_BY_OTHERS && active.hidden === 0 && active.listed > 0);
    const isOfAllPools = this.listed > 0 && !this.namesPools;
    const names = isOfAllPools || pools === undefined ? Object.keys(counts) : pools;
    return names.reduce((sum, name) => sum + Number(counts[name] ?? 0), 0) <= this.listed;
  }

  private take(shown: ShownTarget): void {
    // A proxy may ignore which of them were asked for.
    if ((shown.scrapeUrl !== undefined) !== (this.name === 'activeTargets')) return;
    this.listed += 1;
    if (shown.scrapePool === undefined) this.namesPools = false;
    const found = targetIn(shown);
    if (found === undefined) return;
    const [, , discoveredLabels] = found.entry;
    if (discoveredLabels === null) this.hidden += 1;
    this.collector.add(found);
  }
}
