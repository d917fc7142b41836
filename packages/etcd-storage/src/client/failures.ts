import { NodeFailure } from './node-failure.js';

type Meaning = readonly [reason: string, options?: ConstructorParameters<typeof NodeFailure>[1]];

const NOTHING_HELPS = { remedy: 'none' } as const;

const OTHER_NODE = { remedy: 'other_node' } as const;

const FORBIDDEN = 'permission denied';

/** What a part of etcd's messages means (https://github.com/etcd-io/etcd/blob/main/api/v3rpc/rpctypes/error.go). */
const MESSAGES: readonly (readonly [part: string, ...Meaning])[] = [
  ['no leader', 'knows no leader'],
  ['too many requests', 'has too much to do'],
  ['not supported for learner', 'is a learner yet'],
  // Its gateway speaks to the node itself with the certificate that it shows as a server.
  ['connection error: desc', 'cannot reach itself, for which its certificate needs the usage clientAuth', OTHER_NODE],
  ['corrupt', 'has found that data of the cluster are corrupt'],
  ['request is too large', 'takes no request that large', { failure: 'too_large', ...NOTHING_HELPS }],
  ['message larger than max', 'takes no request that large', { failure: 'too_large', ...NOTHING_HELPS }],
  [
    'too many operations in txn request',
    'takes no request of that many parts',
    { failure: 'too_large', ...NOTHING_HELPS },
  ],
  ['database space exceeded', 'has no room for more', { failure: 'full', ...NOTHING_HELPS }],
  [FORBIDDEN, 'does not permit the login to do this', { failure: 'refused', ...NOTHING_HELPS }],
  [
    'invalid user ID or password',
    'does not accept the user and the password',
    { failure: 'refused', ...NOTHING_HELPS },
  ],
  [
    'CommonName of client',
    'takes no client certificate with a common name (CN) where users log in',
    { failure: 'refused', ...NOTHING_HELPS },
  ],
  ['user name is empty', 'asks for a user and a password', { failure: 'refused', remedy: 'new_token' }],
  ['invalid auth token', 'does not take the token of the login', { failure: 'refused', remedy: 'new_token' }],
  [
    'revision of auth store is old',
    'does not take the token of the login',
    { failure: 'refused', remedy: 'new_token' },
  ],
  ['has been compacted', 'has forgotten what was then', { failure: 'compacted', ...NOTHING_HELPS }],
  ['is a future revision', 'has not come so far', { failure: 'compacted', ...NOTHING_HELPS }],
];

/** What a node says that has not yet looked at the login, or not at a cluster without one. */
export const LOGIN_NOT_ENABLED = 'authentication is not enabled';

/** What it means that Node cannot reach a node, by the code of its error. Nothing was done, unless it says so. */
const CODES: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: ['refuses the connection'],
  ENOTFOUND: ['has a name that is not known'],
  EAI_AGAIN: ['has a name that cannot be looked up'],
  EHOSTUNREACH: ['is on a host that cannot be reached'],
  ENETUNREACH: ['is in a network that cannot be reached'],
  ETIMEDOUT: ['does not answer', { isAmbiguous: true }],
  ECONNRESET: ['closed the connection', { isAmbiguous: true, isCut: true }],
  EPIPE: ['closed the connection', { isAmbiguous: true, isCut: true }],
  ERR_TLS_CERT_ALTNAME_INVALID: ['shows a certificate for another name', OTHER_NODE],
  CERT_HAS_EXPIRED: ['shows a certificate that has expired', OTHER_NODE],
  CERT_NOT_YET_VALID: ['shows a certificate that is not valid yet', OTHER_NODE],
};

const NOT_TRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
]);

/** Whether what was asked needs a right that the login lacks, or a login where there is none. */
export function isForbidden({ cause }: NodeFailure): boolean {
  return cause instanceof Error && cause.message.includes(FORBIDDEN);
}

/** What a refused request means that came without a login. */
export function withoutLogin(): NodeFailure {
  return new NodeFailure('asks for a user and a password, and none is set', { failure: 'refused', remedy: 'none' });
}

/** Why nothing came of an answer that is not the wanted one. */
export function failureOfAnswer(status: number, text: string): NodeFailure {
  const message = messageIn(text);
  const known = knownFailure(message ?? text);
  if (known !== undefined) return known;
  const isAmbiguous = status === 200 || status >= 500;
  const cause = new Error(text.slice(0, 1000));
  if (message !== undefined) return new NodeFailure(quoted(message), { isAmbiguous, cause, general: UNKNOWN });
  const reason = `answers with status ${String(status)}, and not as etcd's JSON gateway does`;
  return new NodeFailure(reason, { isAmbiguous, cause, remedy: isAmbiguous ? 'time' : 'other_node' });
}

/** What etcd means with the reason for which it ends a watch. */
export function failureOfMessage(message: string): NodeFailure {
  return knownFailure(message) ?? new NodeFailure(quoted(message), { general: UNKNOWN });
}

/** A message of a node may name others. */
const UNKNOWN = 'answers with an error that only the log shows';

function quoted(message: string): string {
  return `says ${JSON.stringify(message.slice(0, 200))}`;
}

function knownFailure(message: string): NodeFailure | undefined {
  const [, reason, options] = MESSAGES.find(([part]) => message.includes(part)) ?? [];
  return reason === undefined ? undefined : new NodeFailure(reason, { ...options, cause: new Error(message) });
}

/**
 * Why a node cannot be spoken to.
 * @param isConnected whether it may have read what it was asked for
 */
export function failureOfTransport(error: Error & { readonly code?: string }, isConnected: boolean): NodeFailure {
  if (error instanceof NodeFailure) return error;
  const { code = '' } = error;
  const [reason, options] = meaningOf(code, error.message);
  const isAmbiguous = isConnected && options?.isAmbiguous === true;
  return new NodeFailure(reason, { ...options, isAmbiguous, cause: error });
}

function meaningOf(code: string, message: string): Meaning {
  const known = CODES[code];
  if (known !== undefined) return known;
  if (NOT_TRUSTED.has(code)) return ['shows a certificate of an authority that is not trusted', OTHER_NODE];
  if (/^ERR_SSL_.*ALERT/.test(code))
    return ['does not take the client certificate, or asks for one', { failure: 'refused', ...OTHER_NODE }];
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return ['does not speak TLS as it should (if it speaks none, its URL has to begin with http)', OTHER_NODE];
  return [`cannot be asked (${code || message})`, { isAmbiguous: true }];
}

function messageIn(text: string): string | undefined {
  try {
    const { error, message } = JSON.parse(text) as { error?: string | { message?: string }; message?: string };
    return message ?? (typeof error === 'string' ? error : error?.message);
  } catch {
    return undefined;
  }
}
