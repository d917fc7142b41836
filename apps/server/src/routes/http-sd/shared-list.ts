import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import {
  type DiscoveredGroups,
  type Discovery,
  filterFor,
  inTurns,
  matching,
  type Selector,
  type Turns,
} from '@target-eye/domain';
import { NOTHING_RENDERED, type RenderedList, renderList } from './rendered-list.js';

const compress = promisify(gzip);

/** What Prometheus gets when it asks for its targets. */
export interface ShownList {
  readonly of: DiscoveredGroups;
  readonly plain: Buffer;
  /** The same in gzip, made in another thread, once for all who ask for it. */
  readonly zipped: () => Promise<Buffer>;
}

/** The list of all groups, or of those that match a filter: made once for all who ask for it, and kept until it changes. */
export class SharedList {
  private list: RenderedList = NOTHING_RENDERED;
  private shown: ShownList | undefined;
  private running: Promise<ShownList> | undefined;
  private next: Promise<ShownList> | undefined;

  constructor(
    private readonly discovery: Discovery,
    private readonly selector: Selector | undefined,
    private readonly turns: Turns,
  ) {}

  /** How many bytes are kept. */
  get size(): number {
    return this.list.bytes.length;
  }

  /**
   * The list as it is when this is called, or later.
   * @throws TargetGroupError as `Discovery.groups`
   */
  current(): Promise<ShownList> {
    if (this.running === undefined)
      return (this.running = this.make().finally(() => {
        this.running = undefined;
      }));
    // What is being made may be of a moment before. All who wait for it to end share the next one.
    return (this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.current();
      }));
  }

  private async make(): Promise<ShownList> {
    const of = await this.discovery.groups(this.selector);
    if (this.shown?.of !== of) {
      const groups =
        this.selector === undefined
          ? of.groups
          : await inTurns(matching(of.groups, filterFor(this.selector)), this.turns);
      this.list = await inTurns(renderList(groups, this.list), this.turns);
      this.shown = showing(of, this.list.bytes);
    }
    return this.shown;
  }
}

function showing(of: DiscoveredGroups, plain: Buffer): ShownList {
  let zipped: Promise<Buffer> | undefined;
  return { of, plain, zipped: () => (zipped ??= compress(plain)) };
}
