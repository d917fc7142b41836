import type { IRouter, Request, RequestHandler, Response } from 'express';
import { answer, answerWith, setUnlessConfigured } from '../../http/answer/answer.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { answeredNotModified, shortHash } from '../../http/answer/not-modified.js';
import { requestFault } from '../../http/answer/request-error.js';
import { exchangeOf } from '../../http/request/exchange.js';
import type { Check } from '../../http/request/url-checks.js';
import { type Coding, CODINGS, type PageFile, type PageFiles } from './page-files.js';

/** What the page may load and do: its own scripts, styles and images, and requests to the service that it comes from. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const PAGE_FILE = '/-/ui/<file>';

/** A year, the longest time that is of use (RFC 9111, section 1.2.2). */
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * Adds `/`, the page for a browser and where things are for others, and the files of the page below `/-/ui/`. None of it
 * needs a login: it is the same for everybody and shows nothing of the groups, and the page asks for the login.
 * @param rootPath the prefix of all URLs, empty for none
 */
export function addPageRoutes(router: IRouter, { build, html, assets }: PageFiles, rootPath: string): void {
  const start = startOf(build, rootPath);
  router
    .route('/')
    .get((request, response) => {
      response.setHeader('Vary', 'Accept, Accept-Encoding');
      setUnlessConfigured(response, 'Cache-Control', 'no-cache');
      if (request.accepts(['application/json', 'text/html']) === 'text/html') show(html, request, response);
      else if (!answeredNotModified(request, response, start)) answer(response, 200, start.text);
    })
    .all(refuseOthers('/'));
  router
    .route('/-/ui/:file')
    .all(onlyFiles(assets))
    .get((request, response) => {
      response.setHeader('Vary', 'Accept-Encoding');
      setUnlessConfigured(response, 'Cache-Control', FOREVER);
      show(assets.get(request.params.file) ?? html, request, response);
    })
    .all(refuseOthers(PAGE_FILE));
}

/** Leads from the prefix of all URLs without a slash at its end to the page. Every proxy can pass on a relative URL. */
export function leadToPage(rootPath: string): Check {
  const location = `./${rootPath.slice(rootPath.lastIndexOf('/') + 1)}/`;
  const text = `${JSON.stringify({ message: `the page is at ${rootPath}/` })}\n`;
  return (request, response) => {
    if (request.path !== rootPath || !['GET', 'HEAD'].includes(request.method)) return;
    exchangeOf(response).template = '/';
    answer(response, 308, text, ['Location', location]);
  };
}

/** Leaves alone what is another URL of the service, which needs a login. */
function onlyFiles(assets: PageFiles['assets']): RequestHandler<{ file: string }> {
  return ({ params: { file } }, response, next) => {
    const exchange = exchangeOf(response);
    if (exchange.template !== PAGE_FILE) next('route');
    else if (assets.has(file)) next();
    else {
      exchange.act = 'read';
      throw requestFault(
        'not_found',
        'the page has no such file; a page from before an upgrade has to be loaded again',
      );
    }
  };
}

function show({ type, coded }: PageFile, request: Request<object>, response: Response): void {
  const coding = codingFor(request);
  const { bytes, revision } = coded[coding];
  setUnlessConfigured(response, 'Content-Security-Policy', POLICY);
  if (answeredNotModified(request, response, { revision })) return;
  answerWith(response, 200, type, bytes, coding === 'identity' ? [] : ['Content-Encoding', coding]);
}

/** The shortest that the client takes; where it takes none, the file as it is. */
function codingFor(request: Request<object>): Coding {
  return CODINGS.find((coding) => request.acceptsEncodings(coding) === coding) ?? 'identity';
}

/** Where things are, for somebody who asks with curl. */
function startOf(build: string, rootPath: string) {
  const text = `${JSON.stringify({
    message: 'this is Target-eye, which tells Prometheus what to scrape; a browser gets a page here',
    groups: `${rootPath}/api/v1/groups`,
    group: `${rootPath}/<application>/<environment>`,
    http_sd: `${rootPath}/http_sd`,
    status: `${rootPath}/api/v1/status`,
    description: `${rootPath}/openapi.json`,
    page: { build },
  })}\n`;
  return { text, revision: shortHash(text) };
}
