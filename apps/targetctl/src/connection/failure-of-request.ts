import { type ClientErrorCode, TargetEyeError } from '@target-eye/client';
import { EXIT, type ExitStatus, Failure } from '../failure.js';
import { reasonOf } from './reason.js';

/** The service was not reached, or something else answered. */
const UNREACHED: ReadonlySet<string> = new Set<ClientErrorCode>([
  'connection_failed',
  'timeout',
  'answer_cut',
  'answer_not_understood',
  'redirected',
]);

/** What an error means to the user; `undefined` for one that nobody expects. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (!(error instanceof TargetEyeError)) return undefined;
  return new Failure(linesOf(error), exitStatusOf(error));
}

function exitStatusOf({ code, status = 0 }: TargetEyeError): ExitStatus {
  if (UNREACHED.has(code) || status >= 500 || status === 429) return EXIT.unreachable;
  return code === 'name_not_sendable' ? EXIT.usage : EXIT.refused;
}

function linesOf(error: TargetEyeError): readonly string[] {
  const { message, faults, status = 0, requestId, code, cause } = error;
  const reason = code === 'connection_failed' ? `${message} (${reasonOf(cause)})` : message;
  // With one fault, the message is the fault's.
  const all = faults.length > 1 ? faults.map(({ path, message: text }) => `  ${path ? `${path}: ` : ''}${text}`) : [];
  const found = status >= 500 && requestId !== undefined ? [`  its log calls this request ${requestId}`] : [];
  return [reason, ...all, ...found];
}
