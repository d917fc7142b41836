import { type Discovery, type Selector, type Turns } from '@target-eye/domain';
import { SharedList } from './shared-list.js';

/** How many filters, such as the shares of several Prometheus, have a list that is kept. */
const MAX_FILTERED = 32;

/** How many bytes these lists may have together. A single one may have more. */
const MAX_FILTERED_BYTES = 32 * 1024 * 1024;

/** The lists of groups that are asked for again and again: that of all groups, and those of some filters. */
export class SharedLists {
  private readonly whole: SharedList;
  /** Those that were asked for last are at the end. */
  private readonly filtered = new Map<string, SharedList>();

  constructor(
    private readonly discovery: Discovery,
    private readonly turns: Turns,
  ) {
    this.whole = new SharedList(discovery, undefined, turns);
  }

  /** @param name what `filterName` gives for the selector */
  of(name: string, selector: Selector): SharedList {
    if (name === '') return this.whole;
    const list = this.filtered.get(name) ?? new SharedList(this.discovery, selector, this.turns);
    this.filtered.delete(name);
    this.filtered.set(name, list);
    this.dropOldest();
    return list;
  }

  private dropOldest(): void {
    let bytes = [...this.filtered.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [name, { size }] of this.filtered) {
      if (this.filtered.size === 1 || (this.filtered.size <= MAX_FILTERED && bytes <= MAX_FILTERED_BYTES)) return;
      this.filtered.delete(name);
      bytes -= size;
    }
  }
}

/** A text for each selector; empty for the one that chooses everything. */
export function filterName(selector: Selector): string {
  const name = JSON.stringify(selector);
  return name === EVERYTHING ? '' : name;
}

const EVERYTHING = JSON.stringify({ applications: [], environments: [], targets: [], labels: [] });
