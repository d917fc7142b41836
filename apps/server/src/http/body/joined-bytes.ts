/** What is set aside with the first bytes; a body of a usual size needs no more. */
const FIRST = 4096;

/**
 * Joins bytes as they come, so that many small pieces take no more memory than a few large ones: at most twice the
 * bytes, and three times for the moment in which more is set aside.
 */
export class JoinedBytes {
  private buffer = Buffer.alloc(0);
  private length = 0;

  append(bytes: Uint8Array): void {
    const length = this.length + bytes.length;
    if (length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(FIRST, length, 2 * this.buffer.length));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    this.buffer.set(bytes, this.length);
    this.length = length;
  }

  /** All that came, without a copy. */
  all(): Buffer {
    return this.buffer.subarray(0, this.length);
  }
}
