import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Question } from '../question.js';
import { AskFailure } from './ask-failure.js';
import { ClockBounds } from './clock-bounds.js';
import { failureOfStatus } from './status-failure.js';
import { failureOf } from './transport-failure.js';

/** What one Prometheus may take and keep, so that it harms neither us nor others. */
export interface AskBounds {
  /** How long it may be silent, in milliseconds. */
  readonly silence: number;
  /** How long all requests of a question together may take, in milliseconds. */
  readonly whole: number;
  /** How long an answer may be, unpacked, in bytes. */
  readonly bytes: number;
}

export const BOUNDS: AskBounds = { silence: 10_000, whole: 45_000, bytes: 64 * 1024 * 1024 };

/** How much is read of an answer that says why there is none. */
const MAX_REFUSAL = 64 * 1024;

const UNPACK = { chunkSize: 64 * 1024 };

/** Sends the requests of one question, one after another over one connection. Redirects are not followed. */
export class Requests {
  readonly clock = new ClockBounds();
  private readonly agent: HttpAgent;
  private readonly end: AbortSignal;

  constructor(
    private readonly question: Question,
    private readonly bounds: AskBounds,
    private readonly now: () => number = () => Date.now() / 1000,
  ) {
    const options = { keepAlive: true, maxSockets: 1 };
    this.agent = question.url.startsWith('https:')
      ? new HttpsAgent({ ...options, ...question.tls })
      : new HttpAgent(options);
    this.end = AbortSignal.timeout(bounds.whole);
  }

  /**
   * Asks for what is below the base URL.
   * @param take is given the answer as it comes, unpacked
   * @throws AskFailure when there is no answer, or not one with status 200
   */
  async get(path: string, take: (chunk: Buffer) => void): Promise<void> {
    const state = { isSilent: false, hasBegun: false };
    let response: IncomingMessage | undefined;
    try {
      response = await this.send(path, state);
      state.hasBegun = true;
      if (response.statusCode !== 200) throw await this.refusal(response);
      const kind = response.headers['content-type'] ?? '';
      if (kind.startsWith('text/html')) throw new AskFailure('not_prometheus', 'it answers with an HTML page');
      for await (const chunk of this.unpacked(response, this.bounds.bytes)) take(chunk);
    } catch (error) {
      throw error instanceof AskFailure ? error : this.explained(error, state);
    } finally {
      // The next request would wait for the end of an answer that nobody reads.
      response?.destroy();
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private send(path: string, state: { isSilent: boolean }): Promise<IncomingMessage> {
    const { url, authorization, userAgent } = this.question;
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const headers = {
      'Accept-Encoding': 'gzip',
      'User-Agent': userAgent,
      ...(authorization !== undefined && { Authorization: authorization }),
    };
    return new Promise((resolve, reject) => {
      const sentAt = this.now();
      const request = send(url + path, {
        agent: this.agent,
        headers,
        timeout: this.bounds.silence,
        signal: this.end,
      });
      request.on('timeout', () => {
        state.isSilent = true;
        request.destroy(new Error('silent'));
      });
      request.on('error', reject);
      request.on('response', (response) => {
        this.clock.answered(response.headers.date, sentAt, this.now());
        resolve(response);
      });
      request.end();
    });
  }

  private async refusal(response: IncomingMessage): Promise<AskFailure> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of this.unpacked(response, MAX_REFUSAL)) chunks.push(chunk);
    } catch (error) {
      if (!(error instanceof AskFailure)) throw error;
    }
    return failureOfStatus(response.statusCode ?? 0, Buffer.concat(chunks).toString());
  }

  private async *unpacked(response: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of decoded(response) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new AskFailure('too_large', `its answer is longer than ${String(maxBytes / 1024 / 1024)} MiB`);
      yield chunk;
    }
  }

  private explained(error: unknown, { isSilent, hasBegun }: { isSilent: boolean; hasBegun: boolean }): AskFailure {
    const { silence, whole } = this.bounds;
    if (isSilent) return new AskFailure('unreachable', `it was silent for ${String(silence / 1000)} s`);
    if (this.end.aborted)
      return new AskFailure('unreachable', `it did not answer completely within ${String(whole / 1000)} s`);
    return failureOf(error, hasBegun);
  }
}

function decoded(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  if (encoding !== 'gzip')
    throw new AskFailure('not_prometheus', `it answers in the encoding ${JSON.stringify(encoding.slice(0, 40))}`);
  // What goes wrong is thrown where the unpacked answer is read.
  return pipeline(response, createGunzip(UNPACK), () => undefined);
}
