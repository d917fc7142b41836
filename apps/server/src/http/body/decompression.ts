import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, type InputType, type ZlibOptions } from 'node:zlib';
import { quote } from '@target-eye/domain';
import { requestFault } from '../answer/request-error.js';

type Decompress = (bytes: Buffer) => Promise<Buffer>;

const FORMATS: ReadonlyMap<string, (bytes: InputType, options: ZlibOptions) => Promise<Buffer>> = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * Decompresses bodies one after another: what the client sends decides how much memory a decompressor takes, with
 * Brotli up to 16 MiB (RFC 7932, section 9.1), and a slow client would hold on to it.
 */
export class Decompression {
  private last: Promise<unknown> = Promise.resolve();

  /** @param maxLength in bytes, after decompression */
  constructor(private readonly maxLength: number) {}

  /**
   * The way back from a Content-Encoding. It rejects with RequestError `body_malformed` and `body_too_large`.
   * @throws RequestError `content_encoding_unknown`
   */
  of(encoding = 'identity'): Decompress {
    if (encoding.toLowerCase() === 'identity') return (bytes) => Promise.resolve(bytes);
    const format = FORMATS.get(encoding.toLowerCase());
    if (format === undefined)
      throw requestFault(
        'content_encoding_unknown',
        `the Content-Encoding ${quote(encoding)} is not understood; send gzip, deflate, br or none`,
      );
    return async (bytes) => {
      const turn = this.last.then(() => format(bytes, { maxOutputLength: this.maxLength }));
      this.last = turn.catch(() => undefined);
      return turn.catch((error: unknown) => {
        throw this.faultOf(error);
      });
    };
  }

  private faultOf(error: unknown): Error {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(this.maxLength);
    return requestFault('body_malformed', `the body could not be decompressed: ${message}`);
  }
}

export function tooLarge(maxLength: number): Error {
  return requestFault('body_too_large', `the body is larger than ${String(maxLength)} bytes`);
}
