import { resolve } from 'node:path';
import type { GroupPattern } from '@target-eye/domain';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { Reading } from '../operator-files/reloadable.js';
import { readText } from '../operator-files/read-text.js';
import { Findings } from '../operator-files/findings.js';
import { parsePattern } from './group-pattern.js';
import { Shape } from '../operator-files/shape.js';
import { parseYamlFile } from '../operator-files/yaml-document.js';

/** What callers who are not clients may do. They may never write. */
export type Anonymous = 'read' | 'none';

/** A caller who may read everything, and may write the groups that the patterns match. */
export interface Client {
  readonly name: string;
  readonly tokenSha256: Buffer | undefined;
  readonly basicAuthUser: string | undefined;
  readonly certificateCn: string | undefined;
  readonly write: readonly GroupPattern[];
}

/** What an access file says. */
export interface AccessRules {
  readonly anonymous: Anonymous;
  readonly clients: readonly Client[];
}

/**
 * Reads an access file.
 * @param anonymous what applies if the file does not say
 * @throws ConfigurationError with everything that is wrong
 */
export function readAccessFile(path: string, anonymous: Anonymous): AccessRules {
  const findings = new Findings('the access file', resolve(path));
  const written = findings.attempt('', () => SHAPE.check(parse(path)));
  const clients = (written?.clients ?? []).map((client, index) =>
    clientOf(client, `clients[${String(index)}]`, findings),
  );
  for (const identifier of UNIQUE) checkUnique(written?.clients ?? [], identifier, findings);
  findings.throwIfAny();
  return { anonymous: written?.anonymous ?? anonymous, clients };
}

/**
 * The rules of the access file; `undefined` if none is set.
 * @param isReadOpen whether reading needs no login if the file does not say
 * @throws ConfigurationError if there is a file that cannot be used
 */
export function readAccessRules(path: string | undefined, isReadOpen: boolean): Reading<AccessRules | undefined> {
  if (path === undefined) return { value: undefined, files: [] };
  return { value: readAccessFile(path, isReadOpen ? 'read' : 'none'), files: [path] };
}

/** A sentence for each client that can never log in because its user is not in the web config file. */
export function clientsWithoutUser(rules: AccessRules, users: ReadonlyMap<string, string>): readonly string[] {
  return rules.clients.flatMap(({ name, basicAuthUser: user }) =>
    user === undefined || users.has(user)
      ? []
      : [
          `the client ${JSON.stringify(name)} of the access file cannot log in as the user ${JSON.stringify(user)}, who is not in basic_auth_users of the web config file`,
        ],
  );
}

interface WrittenClient {
  readonly name: string;
  readonly token_sha256?: string;
  readonly basic_auth_user?: string;
  readonly certificate_cn?: string;
  readonly write?: readonly string[];
}

interface Written {
  readonly anonymous?: Anonymous;
  readonly clients: readonly WrittenClient[];
}

const TEXT = { type: 'string', minLength: 1 };

const SHAPE = new Shape<Written>({
  type: 'object',
  additionalProperties: false,
  required: ['clients'],
  properties: {
    anonymous: { enum: ['read', 'none'] },
    clients: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: TEXT,
          token_sha256: { type: 'string' },
          basic_auth_user: TEXT,
          certificate_cn: TEXT,
          write: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  },
});

function parse(path: string): unknown {
  const value = parseYamlFile(readText(path), 'core');
  if (value === undefined) throw new ConfigurationError('it is empty; name the clients, or write "clients: []"');
  return value;
}

function clientOf(written: WrittenClient, where: string, findings: Findings): Client {
  const { name, token_sha256: hash, basic_auth_user, certificate_cn, write = [] } = written;
  if (hash !== undefined && !/^[0-9a-f]{64}$/i.test(hash))
    findings.fault(
      `${where}.token_sha256`,
      'it is not a SHA-256 in 64 hexadecimal digits; target-eye token makes a token and its SHA-256',
    );
  if (hash === undefined && basic_auth_user === undefined && certificate_cn === undefined)
    findings.fault(
      where,
      `the client ${JSON.stringify(name)} cannot log in; give it token_sha256, basic_auth_user or certificate_cn`,
    );
  return {
    name,
    tokenSha256: hash === undefined ? undefined : Buffer.from(hash, 'hex'),
    basicAuthUser: basic_auth_user,
    certificateCn: certificate_cn,
    write: write.flatMap(
      (text, index) => findings.attempt(`${where}.write[${String(index)}]`, () => parsePattern(text)) ?? [],
    ),
  };
}

/** What must be unique to a client. The hash of a token is not shown: by mistake it may be the token itself. */
const UNIQUE = [
  { key: 'name', show: JSON.stringify },
  { key: 'basic_auth_user', show: JSON.stringify },
  { key: 'certificate_cn', show: JSON.stringify },
  { key: 'token_sha256', show: () => 'the same token' },
] as const satisfies readonly { key: keyof WrittenClient; show: (value: string) => string }[];

function checkUnique(
  clients: readonly WrittenClient[],
  { key, show }: (typeof UNIQUE)[number],
  findings: Findings,
): void {
  const seen = new Map<string, number>();
  clients.forEach(({ [key]: value }, index) => {
    if (value === undefined) return;
    const normal = key === 'token_sha256' ? value.toLowerCase() : value;
    const before = seen.get(normal);
    if (before === undefined) seen.set(normal, index);
    else
      findings.fault(
        `clients[${String(index)}].${key}`,
        `${show(value)} is also that of clients[${String(before)}]; each client needs its own`,
      );
  });
}
