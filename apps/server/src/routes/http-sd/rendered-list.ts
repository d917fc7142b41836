import { compareKeys, encodeHttpSdGroup, type StoredGroup, type Work } from '@target-eye/domain';

/** Groups as Prometheus reads them from an URL, and where in the bytes each of them is. */
export interface RenderedList {
  readonly groups: readonly StoredGroup[];
  /** Where the part of each group ends; it begins where the one before ends. */
  readonly ends: Float64Array;
  /** JSON: a list with a group in each line. */
  readonly bytes: Buffer;
}

export const NOTHING_RENDERED: RenderedList = { groups: [], ends: new Float64Array(), bytes: Buffer.from('[]\n') };

/** How many groups are looked at between two pauses. */
const GROUPS_PER_STEP = 50;

/** How many bytes are copied between two pauses, and how many characters become bytes at a time. */
const PORTION = 1024 * 1024;

const [COMMA, BRACKET] = Buffer.from(',[');

/**
 * The list of groups, which are in the order of their keys. The parts of groups that were in the list before are copied
 * from there. Every part begins with a comma; that of the first one then becomes the bracket of the list.
 */
export function* renderList(groups: readonly StoredGroup[], before = NOTHING_RENDERED): Work<RenderedList> {
  const parts = new Parts(before.bytes);
  const ends = new Float64Array(groups.length);
  let place = 0;
  for (const [index, group] of groups.entries()) {
    let old = before.groups[place];
    while (old !== undefined && old !== group && compareKeys(old.key, group.key) < 0) old = before.groups[(place += 1)];
    if (old === group) parts.copy(before.ends[place - 1] ?? 0, before.ends[place] ?? 0);
    else parts.add(`,${encodeHttpSdGroup(group)}\n`);
    ends[index] = parts.length;
    if (index % GROUPS_PER_STEP === 0) yield;
  }
  return { groups, ends, bytes: yield* parts.join() };
}

/** A run of bytes. */
interface Run {
  readonly source: Buffer;
  readonly begin: number;
  end: number;
}

/** The parts of a list, old and new, until they are put together. */
class Parts {
  length = 0;
  private readonly runs: Run[] = [];
  private text = '';

  constructor(private readonly before: Buffer) {}

  /** Adds what is there already. */
  copy(begin: number, end: number): void {
    this.flush();
    const last = this.runs.at(-1);
    if (last?.source === this.before && last.end === begin) last.end = end;
    else this.runs.push({ source: this.before, begin, end });
    this.length += end - begin;
  }

  add(text: string): void {
    this.text += text;
    this.length += Buffer.byteLength(text);
    if (this.text.length >= PORTION) this.flush();
  }

  *join(): Work<Buffer> {
    this.flush();
    const bytes = Buffer.allocUnsafeSlow(Math.max(this.length, 1) + 2);
    let length = 0;
    for (const { source, begin, end } of this.runs) {
      const start = length;
      for (let from = begin; from < end; from += PORTION) {
        length += source.copy(bytes, length, from, Math.min(from + PORTION, end));
        yield;
      }
      bytes[start] = COMMA ?? 0;
    }
    bytes[0] = BRACKET ?? 0;
    bytes.write(']\n', Math.max(length, 1));
    return bytes;
  }

  private flush(): void {
    if (this.text === '') return;
    const source = Buffer.from(this.text);
    this.runs.push({ source, begin: 0, end: source.length });
    this.text = '';
  }
}
