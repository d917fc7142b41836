import bodyParser from 'body-parser';
import type { Request, RequestHandler, Response } from 'express';
import { fault, inTurns, type TargetGroupInput, type Turns, type WholeGroup } from '@target-eye/domain';
import { requestFault } from '../answer/request-error.js';
import { exchangeOf } from '../request/exchange.js';
import { BodyBudget, type BodyShare } from './body-budget.js';
import { Decompression, tooLarge } from './decompression.js';
import { JoinedChunks } from './joined-chunks.js';
import { fromPieces } from './group-pieces.js';
import { type Body, isQuick, listTypes, parseBody, parseGroups } from './parse-body.js';
import type { BodyThread } from './body-thread.js';

/** All bodies together may have this many times the length that one may have, but never less than so many bytes. */
const MAX_LONGEST_BODIES = 4;
const MIN_BUDGET = 32 * 1024 * 1024;

const NO_BYTES = Buffer.alloc(0);

/** Reads what requests say in their bodies, within bounds of length, memory and time. */
export class BodyReader {
  private readonly budget: BodyBudget;
  private readonly decompression: Decompression;
  private readonly reading = new WeakMap<Request, Reading>();
  private readonly collectRaw: RequestHandler;

  /**
   * @param maxBodySize in bytes, after decompression; all bodies together may have four times as much, or 32 MiB
   * @param turns how the groups of a large body share the thread with other requests
   */
  constructor(
    private readonly maxBodySize: number,
    private readonly thread: BodyThread,
    private readonly turns: Turns,
  ) {
    this.collectRaw = bodyParser.raw({ type: () => true, limit: maxBodySize });
    this.decompression = new Decompression(maxBodySize);
    this.budget = new BodyBudget(Math.max(MAX_LONGEST_BODIES * maxBodySize, MIN_BUDGET));
  }

  /**
   * Reads and decompresses the whole body, whatever its type, into `request.body`; without a body that stays undefined.
   * A body that is too long is refused as soon as that is known, not when the last byte of it has come.
   */
  readonly read: RequestHandler = (request, response, next) => {
    const { headers } = request;
    if (headers['transfer-encoding'] === undefined && headers['content-length'] === undefined) {
      next();
      return;
    }
    if (Number(headers['content-length']) > this.maxBodySize) throw tooLarge(this.maxBodySize);
    // Nobody would give back what it takes.
    if (response.closed) throw clientGone();
    const { share, signal } = this.begin(request, response);
    // A client of HTTP/1.0 does not know interim answers (RFC 9110, section 10.1.1).
    if (request.httpVersion !== '1.0' && /^100-continue$/i.test(headers.expect ?? '')) response.writeContinue();
    this.collect(request, response, share, signal)
      .then(async (bytes) => {
        share.arrived();
        const body = bytes.length === 0 ? bytes : await this.decompression.of(headers['content-encoding'])(bytes);
        signal.throwIfAborted();
        if (share.take(Math.max(0, body.length - bytes.length)) === 'exhausted') throw tooMany();
        request.body = body;
      })
      .then(() => {
        next();
      }, next);
  };

  /**
   * What a request says in its body, `undefined` only when it has none: no bytes, and no header that tells of any.
   * @throws RequestError when there is a body that cannot be understood
   * @throws TargetGroupError `nothing_given` for a DELETE whose body is empty or only announced
   */
  async inputOf(request: Request): Promise<TargetGroupInput | undefined> {
    const body = bodyOf(request, 'group');
    if (body === undefined) return undefined;
    const reading = this.reading.get(request);
    const input =
      reading === undefined || isQuick(body)
        ? parseBody(body)
        : await this.thread.parseBody(body, reading.source, reading.signal);
    // From now on the change is made.
    reading?.share.keep();
    return input;
  }

  /** As `inputOf`, for a body with many groups. */
  async groupsOf(request: Request): Promise<readonly WholeGroup[] | undefined> {
    const body = bodyOf(request, 'groups');
    if (body === undefined) return undefined;
    const reading = this.reading.get(request);
    if (reading === undefined || isQuick(body)) return parseGroups(body);
    const { pieces } = await this.thread.parseGroups(body, reading.source, reading.signal);
    reading.share.keep();
    return inTurns(fromPieces(pieces), this.turns);
  }

  private begin(request: Request, response: Response): Reading {
    const abandoned = new AbortController();
    const { source } = exchangeOf(response);
    const share = this.budget.open(source, () => {
      abandoned.abort(tooMany());
    });
    response.once('close', () => {
      share.close();
      // Also where it was answered because its rest did not come in time.
      if (!response.writableFinished || !request.complete) abandoned.abort(clientGone());
    });
    const reading = { source, share, signal: abandoned.signal };
    this.reading.set(request, reading);
    return reading;
  }

  /** The bytes of a body; what comes after a refusal is thrown away, so that the client gets to read the answer. */
  private collect(request: Request, response: Response, share: BodyShare, signal: AbortSignal): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const chunks = new JoinedChunks();
      let length = 0;
      const count = (chunk: Buffer): void => {
        length += chunk.length;
        if (length > this.maxBodySize) refuse(tooLarge(this.maxBodySize));
        else if (share.take(chunk.length) === 'exhausted') refuse(tooMany());
      };
      const refuse = (error: Error): void => {
        reject(error);
        share.close();
        request.off('data', count).unpipe(chunks).resume();
        chunks.destroy();
      };
      signal.addEventListener('abort', () => {
        refuse(signal.reason as Error);
      });
      // As a request, but not yet decompressed: a decompressor would hold on to memory for as long as the body comes.
      const sent = Object.assign(chunks, { headers: { ...request.headers, 'content-encoding': 'identity' } });
      this.collectRaw(sent as unknown as Request, response, (error?: unknown) => {
        const { body } = sent as { readonly body?: unknown };
        if (Buffer.isBuffer(body)) resolve(body);
        else refuse(unread(error instanceof Error ? error.message : String(error)));
      });
      request.on('data', count).pipe(chunks);
    });
  }
}

/** A body of which something is still to come, or that waits to be understood. */
interface Reading {
  readonly source: string;
  readonly share: BodyShare;
  /** Aborted with the error to answer with when the body has to make room or its client went away. */
  readonly signal: AbortSignal;
}

/**
 * The body of a request, `undefined` when it has none.
 * @throws RequestError `content_type_missing`
 * @throws TargetGroupError `nothing_given`, see `inputOf`
 */
function bodyOf(request: Request, shape: 'group' | 'groups'): Body | undefined {
  const bytes = Buffer.isBuffer(request.body) ? request.body : NO_BYTES;
  const { 'content-type': contentType, 'content-encoding': encoding } = request.headers;
  const isAnnounced = contentType !== undefined || encoding !== undefined;
  if (bytes.length === 0 && !isAnnounced) return undefined;
  if (request.method === 'DELETE' && isAnnounced && isBlank(bytes)) throw nothingToRemove();
  if (contentType === undefined)
    throw requestFault(
      'content_type_missing',
      `the request has a body but no Content-Type; send one of ${listTypes(shape)}`,
    );
  return { contentType, bytes };
}

/** What a script sends when the variable that it wanted to send is empty. */
function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || (0x09 <= byte && byte <= 0x0d));
}

function nothingToRemove(): Error {
  return fault('', 'nothing_given', 'the body is empty');
}

function unread(reason: string): Error {
  return requestFault('body_malformed', `the body could not be read: ${reason}`);
}

function clientGone(): Error {
  return unread('the client closed the connection');
}

function tooMany(): Error {
  return requestFault('too_many_bodies', 'too many large bodies are being read; try again in a moment');
}
