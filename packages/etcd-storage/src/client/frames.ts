const NEW_LINE = 0x0a;

/** Makes lines of bytes that come in chunks, cut anywhere: also within a character. */
export class Frames {
  private rest: Buffer[] = [];

  /** The lines that are whole with this chunk; empty ones are left out. */
  add(chunk: Buffer): readonly string[] {
    const lines: string[] = [];
    let begin = 0;
    for (let end = chunk.indexOf(NEW_LINE); end !== -1; end = chunk.indexOf(NEW_LINE, begin)) {
      this.rest.push(chunk.subarray(begin, end));
      lines.push(...this.end());
      begin = end + 1;
    }
    if (begin < chunk.length) this.rest.push(chunk.subarray(begin));
    return lines;
  }

  /** The last line, if it is not empty: nothing follows it. */
  end(): readonly string[] {
    const line = Buffer.concat(this.rest).toString().trim();
    this.rest = [];
    return line === '' ? [] : [line];
  }
}
