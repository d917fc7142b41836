import type { KeyEvent, KeyValue, NodeState } from './etcd.js';

/*
 * What the JSON gateway takes and gives: keys and values in base64, 64-bit numbers as strings, and nothing where a value
 * is the default (https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/).
 */

/** What a node says of itself and of the cluster with every answer. */
export interface Header {
  readonly cluster_id: string;
  readonly revision?: string;
  readonly raft_term: string;
}

/** Every answer that is not an error. */
export interface Answer {
  readonly header: Header;
}

/** An answer, and who gave it. */
export interface Answered {
  readonly answer: Answer;
  readonly node: NodeState;
}

interface WrittenKeyValue {
  readonly key: string;
  readonly value?: string;
  readonly create_revision?: string;
  readonly mod_revision: string;
}

export interface RangeAnswer extends Answer {
  readonly kvs?: readonly WrittenKeyValue[];
  readonly more?: boolean;
  readonly count?: string;
}

export interface TransactionAnswer extends Answer {
  readonly succeeded?: boolean;
  readonly responses?: readonly { readonly response_range: RangeAnswer }[];
}

export interface LoginAnswer extends Answer {
  readonly token: string;
}

/** One frame of a watch; `fragment` where more of the same follows. */
export interface WatchResult extends Answer {
  readonly created?: boolean;
  readonly canceled?: boolean;
  readonly cancel_reason?: string;
  readonly compact_revision?: string;
  readonly fragment?: boolean;
  readonly events?: readonly { readonly type?: 'DELETE'; readonly kv: WrittenKeyValue }[];
}

export function keyValue({ key, value = '', create_revision, mod_revision }: WrittenKeyValue): KeyValue {
  return {
    key: decoded(key),
    value: decoded(value),
    createRevision: Number(create_revision ?? 0),
    modRevision: Number(mod_revision),
  };
}

export function keyEvents({ events = [] }: WatchResult): readonly KeyEvent[] {
  return events.map(({ type, kv }) => {
    const current = keyValue(kv);
    return { key: current.key, current: type === 'DELETE' ? undefined : current, revision: current.modRevision };
  });
}

export function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString();
}

/**
 * All keys that begin with a prefix.
 * @throws RangeError for an empty one
 */
export function keysWith(prefix: string): { readonly key: string; readonly range_end: string } {
  if (prefix === '') throw new RangeError('the prefix of keys is empty');
  const end = Buffer.from(prefix);
  // The last byte of UTF-8 is never the greatest that there is.
  end.writeUInt8(end.readUInt8(end.length - 1) + 1, end.length - 1);
  return { key: encoded(prefix), range_end: end.toString('base64') };
}

/** The first key after this one. */
export function after(key: string): string {
  return Buffer.concat([Buffer.from(key, 'base64'), Buffer.of(0)]).toString('base64');
}
