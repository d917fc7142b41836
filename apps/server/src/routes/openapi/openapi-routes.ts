import { createHash } from 'node:crypto';
import type { IRouter } from 'express';
import { openApiDocument } from '@target-eye/http-api';
import { answer, answerNotModified } from '../../http/answer/answer.js';
import { allowOnly } from '../../http/answer/method-not-allowed.js';
import { entityTag, isKnownToClient } from '../../http/request/conditions.js';
import type { Guard } from '../../http/request/guard.js';
import { readQuery } from '../../http/request/query.js';

/**
 * Adds `/openapi.json`, the description of the API, for those who may read.
 * @param rootPath the prefix of all URLs, empty for none
 */
export function addOpenApiRoutes(router: IRouter, guard: Guard, rootPath: string): void {
  let made: Rendered | undefined;
  router
    .route('/openapi.json')
    .get(guard.read, (request, response) => {
      readQuery(request.url, {});
      const { tag, bytes } = (made ??= render(rootPath));
      response.setHeader('ETag', tag);
      if (isKnownToClient(request, tag)) answerNotModified(response);
      else answer(response, 200, bytes);
    })
    .all(guard.read, allowOnly('GET, HEAD'));
}

interface Rendered {
  readonly tag: string;
  readonly bytes: Buffer;
}

/** The URL of the server is relative to that of the description, so that it is true behind any proxy. */
function render(rootPath: string): Rendered {
  const document = openApiDocument();
  const servers = document.servers.map((server) => ({ ...server, url: rootPath === '' ? '/' : rootPath }));
  const bytes = Buffer.from(`${JSON.stringify({ ...document, servers })}\n`);
  const revision = createHash('sha256').update(bytes).digest().toString('hex', 0, 16);
  return { tag: entityTag(revision), bytes };
}
