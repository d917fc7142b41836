import type { IRouter } from 'express';
import { openApiDocument } from '@target-eye/http-api';
import { answer } from '../../http/answer/answer.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { answeredNotModified, shortHash } from '../../http/answer/not-modified.js';
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
      made ??= render(rootPath);
      if (!answeredNotModified(request, response, made)) answer(response, 200, made.text);
    })
    .all(guard.read, refuseOthers('/openapi.json'));
}

interface Rendered {
  readonly revision: string;
  readonly text: Buffer;
}

/** The URL of the server is relative to that of the description, so that it is true behind any proxy. */
function render(rootPath: string): Rendered {
  const document = openApiDocument();
  const servers = document.servers.map((server) => ({ ...server, url: rootPath === '' ? '/' : rootPath }));
  const text = `${JSON.stringify({ ...document, servers })}\n`;
  return { revision: shortHash(text), text: Buffer.from(text) };
}
