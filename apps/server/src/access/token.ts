import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Client } from './access-file.js';

/** A secret for a client, and its hash for the access file. */
export interface Token {
  readonly token: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Lets people and secret scanners recognize a token. */
const PREFIX = 'te_';

/** A new random token of 256 bits that needs no quoting in a shell, a header or a URL. */
export function makeToken(): Token {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  return { token, sha256: sha256(Buffer.from(token)).toString('hex') };
}

/** Whether a text looks like one of these tokens, wherever it came from. */
export function looksLikeToken(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** What `target-eye token` prints, for people or for programs. The token appears in it once. */
export function describeToken({ token, sha256 }: Token, output: 'text' | 'json' = 'text'): string {
  if (output === 'json') return `${JSON.stringify({ token, token_sha256: sha256 })}\n`;
  return `The token, for the client that logs in with it. It is shown only now and stored nowhere:

  ${token}

What the access file needs, with a name and patterns of your own:

  clients:
    - name: my-deploy
      token_sha256: ${sha256}
      write: ["my-application/*"]

How the client sends it, with the token in the variable TOKEN:

  curl -H "Authorization: Bearer $TOKEN" …
`;
}

/** The client that has this token. All clients are compared, each in constant time. */
export function clientWithToken(clients: readonly Client[], token: Buffer): Client | undefined {
  const hash = sha256(token);
  return clients.reduce<Client | undefined>((found, client) => {
    const { tokenSha256 } = client;
    return tokenSha256 !== undefined && timingSafeEqual(tokenSha256, hash) ? client : found;
  }, undefined);
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
