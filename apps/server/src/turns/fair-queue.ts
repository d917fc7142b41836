/**
 * A queue in which sources take turns: who puts in a thousand items delays everybody else by one. The items of one
 * source come out in the order in which they went in.
 */
export class FairQueue<Item> {
  /** In the order in which the sources have their next turn; none is empty. */
  private readonly bySource = new Map<string, Set<{ readonly item: Item }>>();

  /** @returns takes the item out again, if it is still there */
  add(source: string, item: Item): () => void {
    const entry = { item };
    const entries = this.bySource.get(source) ?? new Set();
    this.bySource.set(source, entries.add(entry));
    return () => {
      if (entries.delete(entry) && entries.size === 0) this.bySource.delete(source);
    };
  }

  /** Takes out the next item of those sources that may have a turn; `undefined` when there is none. */
  take(mayHaveTurn: (source: string) => boolean = () => true): Item | undefined {
    for (const [source, entries] of this.bySource) {
      const [entry] = entries;
      if (entry === undefined || !mayHaveTurn(source)) continue;
      entries.delete(entry);
      this.bySource.delete(source);
      if (entries.size > 0) this.bySource.set(source, entries);
      return entry.item;
    }
    return undefined;
  }
}
