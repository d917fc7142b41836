import type { TargetEyeError } from '@target-eye/client';

/** What happens between here and the service, in words for who reads the page; the client's are for programs. */
const WORDS: Readonly<Partial<Record<TargetEyeError['code'], string>>> = {
  connection_failed: 'the service does not answer',
  timeout: 'the service takes too long to answer',
  answer_cut: 'the connection broke in the middle of an answer',
  answer_not_understood: 'something else than Target-eye answered, a proxy for example',
  redirected: 'a proxy leads elsewhere, perhaps to its own login; load this page again',
};

/** How programs log in. */
const HEADERS = /: send .*\(Authorization: .*/;

/** Why a request failed, in one sentence: in the words of the service, where it answered. */
export function failureText({ code, message, outcome }: Pick<TargetEyeError, 'code' | 'message' | 'outcome'>): string {
  const { [code]: words } = WORDS;
  if (code === 'login_required') return message.replace(HEADERS, '');
  if (words === undefined) return message;
  return outcome === 'unknown'
    ? `${words}, so that it is not known whether the change was made; look before you try again`
    : words;
}

/** Whether nothing came back, so that all that is known is that nothing was changed. */
export function isSilence({ code, outcome }: Pick<TargetEyeError, 'code' | 'outcome'>): boolean {
  return outcome === 'unchanged' && ['connection_failed', 'timeout', 'answer_cut'].includes(code);
}
