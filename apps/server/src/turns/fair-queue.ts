/**
 * * A queue in which sources take turns: a source with a thousand items delays every other one by one item. The items
 * of a source come out in the order in which they went in.
 */
export class FairQueue<Item> {
  /** The items of each source that has any, in the order of their next turns. */
  private readonly bySource = new Map<string, Set<{ readonly item: Item }>>();

  /** @returns a function that takes the item out again, if it is still there */
  add(source: string, item: Item): () => void {
    const entry = { item };
    const entries = this.bySource.get(source) ?? new Set();
    this.bySource.set(source, entries.add(entry));
    return () => {
      if (entries.delete(entry) && entries.size === 0) this.bySource.delete(source);
    };
  }

  /** Takes out the next item of a source that may have a turn; `undefined` if there is none. */
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
