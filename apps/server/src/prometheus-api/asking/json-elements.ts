const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/** The comma and blanks. */
const SEPARATORS: readonly number[] = [0x2c, 0x20, 0x09, 0x0a, 0x0d];

/** How deep the lists of targets are: `{"data": {"activeTargets": [`. */
const LIST_DEPTH = 3;

/**
 * Cuts the objects out of the lists in an answer of Prometheus while it comes, so that never more of it than one object
 * has to be in memory. What is left, with empty lists, is small.
 */
export class JsonElements {
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private isInList = false;
  /** The parts of the object that has begun; `undefined` between objects. */
  private element: Buffer[] | undefined;
  private readonly rest: Buffer[] = [];

  /** @param onElement is given each object as text */
  constructor(private readonly onElement: (text: string) => void) {}

  write(chunk: Buffer): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.isInString) this.readString(byte);
      else if (byte === QUOTE) this.isInString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (byte === OPEN_BRACE && this.isBetweenObjects) {
          this.keep(chunk.subarray(from, at));
          this.element = [];
          from = at;
        }
        this.depth += 1;
        if (this.depth === LIST_DEPTH) this.isInList = byte === OPEN_BRACKET;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.depth -= 1;
        if (this.element !== undefined && this.depth === LIST_DEPTH) {
          this.element.push(chunk.subarray(from, at + 1));
          from = at + 1;
          const text = Buffer.concat(this.element).toString();
          this.element = undefined;
          this.onElement(text);
        }
      } else if (this.isBetweenObjects && SEPARATORS.includes(byte)) {
        this.keep(chunk.subarray(from, at));
        from = at + 1;
      }
    }
    if (this.element === undefined) this.keep(chunk.subarray(from));
    else this.element.push(chunk.subarray(from));
  }

  /** What is left around the objects; an answer that ended too early is no JSON. */
  end(): string {
    return Buffer.concat(this.rest).toString();
  }

  private get isBetweenObjects(): boolean {
    return this.depth === LIST_DEPTH && this.isInList && this.element === undefined;
  }

  private readString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInString = false;
  }

  /** A copy, because a part of a chunk keeps all of it in memory. */
  private keep(part: Buffer): void {
    if (part.length > 0) this.rest.push(Buffer.from(part));
  }
}
