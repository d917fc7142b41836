import { type ClientErrorCode, TargetEyeError } from '@target-eye/client';
import { EXIT, type ExitStatus, Failure } from '../failure.js';
import { quoteName } from '../output/safe-text.js';
import { reasonOf } from './reason.js';

/** The service was not reached, or something else answered. */
const UNREACHED: ReadonlySet<string> = new Set<ClientErrorCode>([
  'connection_failed',
  'timeout',
  'answer_cut',
  'answer_not_understood',
  'redirected',
]);

/**
 * What an error means to the user; `undefined` for one that nobody expects.
 * @param url where the service was asked for
 */
export function failureOf(error: unknown, url: string): Failure | undefined {
  if (error instanceof Failure) return error;
  if (!(error instanceof TargetEyeError)) return undefined;
  return new Failure(linesOf(error, url), exitStatusOf(error));
}

function exitStatusOf({ code, status = 0 }: TargetEyeError): ExitStatus {
  if (code === 'not_up') return EXIT.refused;
  if (UNREACHED.has(code) || status >= 500 || status === 429) return EXIT.unreachable;
  return code === 'name_not_sendable' ? EXIT.usage : EXIT.refused;
}

function linesOf(error: TargetEyeError, url: string): readonly string[] {
  const { message, faults, notUp, status = 0, requestId, code } = error;
  if (code === 'not_up') return [beginning(message, notUp), ...notUp.map((target) => `  ${target.message}`)];
  const reason = code === 'connection_failed' ? connectionText(error) : (sentenceFor(code, url) ?? message);
  // With one fault, the message is the fault's.
  const all =
    faults.length > 1
      ? faults.map((each) => `  ${each.path ? `${each.path}: ` : ''}${sentenceFor(each.code, url) ?? each.message}`)
      : [];
  const found = status >= 500 && requestId !== undefined ? [`  its log calls this request ${requestId}`] : [];
  return [reason, ...all, ...found];
}

/** The message without its end, which says the first of what is listed below it. */
function beginning(message: string, [first]: TargetEyeError['notUp']): string {
  const end = first === undefined ? -1 : message.indexOf(`: ${first.message}`);
  return end === -1 ? message : message.slice(0, end);
}

function connectionText({ fact, cause, outcome }: TargetEyeError): string {
  const doubt = outcome === 'unknown' ? '; whether the change was made is not known' : '';
  return `${fact}: ${reasonOf(cause)}${doubt}`;
}

/** What is to be said of a code in place of the service's message, which advises what only a request can do. */
function sentenceFor(code: string, url: string): string | undefined {
  if (code === 'labels_remain') return 'the group would have no targets any more; --group removes it as a whole';
  if (code === 'not_found') return `there is nothing of Target-eye at ${quoteName(url)}; check the URL that is set`;
  return undefined;
}
