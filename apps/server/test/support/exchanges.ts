import type { RequestListener } from 'node:http';
import { AnswerHeaders } from '../../src/http/answer/answer-headers.js';
import { UnreadAnswers } from '../../src/http/answer/unread-answers.js';
import { type AnswerParts, beginExchange } from '../../src/http/request/exchange.js';

const NOTHING_CONFIGURED: ReadonlyMap<string, string> = new Map();

/** What answers need from a server, with the headers that are always there. */
export function answerParts(): AnswerParts {
  return {
    headers: new AnswerHeaders(() => NOTHING_CONFIGURED),
    unread: new UnreadAnswers({ maxUnread: Infinity, answerTimeout: 60_000 }, () => undefined),
  };
}

/** An application on a server of Node's own, with an exchange for each request. */
export function withExchanges(app: RequestListener): RequestListener {
  const parts = answerParts();
  return (request, response) => {
    beginExchange(request, response, parts);
    app(request, response);
  };
}
