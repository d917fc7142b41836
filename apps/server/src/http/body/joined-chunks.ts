import { Transform, type TransformCallback } from 'node:stream';

/** From this length on, in bytes, a chunk is worth an object of its own. */
const CHUNK_SIZE = 16 * 1024;

/**
 * Joins small chunks to larger ones, so that whoever keeps them as they come, as body-parser does, needs little more
 * memory than the bytes: chunks of one byte would take some four hundred times as much.
 */
export class JoinedChunks extends Transform {
  private pending = Buffer.alloc(0);
  private length = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.length + chunk.length > CHUNK_SIZE) this.pushPending();
    if (chunk.length >= CHUNK_SIZE) this.push(chunk);
    else this.append(chunk);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.pushPending();
    done();
  }

  private append(chunk: Buffer): void {
    const length = this.length + chunk.length;
    if (length > this.pending.length) {
      // A body of a usual size comes as one chunk, and needs no more room than it has; others need no share of a pool.
      const larger = this.length === 0 ? Buffer.allocUnsafe(length) : Buffer.allocUnsafeSlow(CHUNK_SIZE);
      this.pending.copy(larger, 0, 0, this.length);
      this.pending = larger;
    }
    this.pending.set(chunk, this.length);
    this.length = length;
  }

  private pushPending(): void {
    if (this.length > 0) this.push(this.pending.subarray(0, this.length));
    this.pending = Buffer.alloc(0);
    this.length = 0;
  }
}
