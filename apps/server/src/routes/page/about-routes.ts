import type { IRouter, RequestHandler } from 'express';
import type { About } from '@target-eye/http-api';
import type { AccessControl, Caller } from '../../access/access-control.js';
import { answer } from '../../http/answer/answer.js';
import { refuseOthers } from '../../http/answer/method-not-allowed.js';
import { exchangeOf } from '../../http/request/exchange.js';
import type { Guard } from '../../http/request/guard.js';
import { readQuery } from '../../http/request/query.js';
import { VERSION } from '../../version.js';

export interface AboutParts {
  /** Which page it is. */
  readonly build: string;
  readonly access: AccessControl;
  /** The directory of the groups, as an absolute path. */
  readonly directory: string;
  /** The URLs of the Prometheus that are asked. */
  readonly prometheus: readonly string[];
}

const ABOUT_PATH = '/-/ui/about';

/** Adds what the page has to know of the service and of whoever looks at it, for those who may read. */
export function addAboutRoutes(router: IRouter, guard: Guard, parts: AboutParts): void {
  router.route(ABOUT_PATH).get(guard.read, show(parts)).all(guard.read, refuseOthers(ABOUT_PATH));
}

function show({ build, access, directory, prometheus }: AboutParts): RequestHandler {
  return (request, response) => {
    readQuery(request.url, {});
    const { caller } = exchangeOf(response);
    const about: About = {
      version: VERSION,
      build,
      caller: describeCaller(caller),
      write: access.writePatterns(caller),
      logins: access.schemes(),
      file_sd_directory: directory,
      prometheus,
    };
    answer(response, 200, `${JSON.stringify(about)}\n`);
  };
}

function describeCaller(caller: Caller): About['caller'] {
  return caller.kind === 'anonymous' ? { kind: caller.kind } : { kind: caller.kind, name: caller.name };
}
