/** A reason is a part of a sentence, whatever somebody answers. */
const MAX_LENGTH = 300;

const HIDDEN = '<secret>';

/**
 * A reason as everybody may see it: without the login, which a proxy may quote in its answer.
 * @param authorization the header that was sent
 */
export function publicReason(reason: string, authorization: string | undefined): string {
  return secretsIn(authorization)
    .reduce((text, secret) => text.replaceAll(secret, HIDDEN), reason)
    .slice(0, MAX_LENGTH);
}

/** What must not be seen of a header, the longest first. */
function secretsIn(authorization = ''): readonly string[] {
  const [scheme = '', ...rest] = authorization.split(' ');
  const credentials = rest.join(' ');
  const login = scheme === 'Basic' ? Buffer.from(credentials, 'base64').toString() : '';
  return [authorization, credentials, login, login.slice(login.indexOf(':') + 1)].filter((secret) => secret !== '');
}
