import type { Api } from './api.js';
import { json } from './content.js';
import { examplesAt, type Operation } from './description.js';
import type { Answer } from './answer.js';
import type { Content } from './raw-request.js';

/** The two groups that the examples of the description are about, by their URLs. */
export const SEEDS = {
  '/payments/prod': { targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels: { team: 'checkout' } },
  '/shop/prod': { targets: ['10.4.4.1:9100'], labels: {} },
};

export async function seed(api: Pick<Api, 'send'>): Promise<void> {
  for (const [path, group] of Object.entries(SEEDS)) await api.send('PUT', path, json(group));
}

/** What makes an operation succeed where the groups of the examples are. */
const REQUIRED: Readonly<Record<string, { readonly query?: string; readonly content?: Content }>> = {
  addToGroup: { content: json({ targets: ['10.3.3.9:9100'] }) },
  replaceGroup: { content: json({ targets: ['10.3.3.3:9100'] }) },
  replaceGroups: {
    content: json([
      { application: 'payments', environment: 'prod', targets: ['10.3.3.3:9100'], labels: { team: 'checkout' } },
    ]),
  },
  removeGroups: { query: 'application=payments' },
  retireTarget: { query: 'target=10.3.3.1' },
};

export interface Sending {
  /** Instead of the URL of the examples. */
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of what makes the operation succeed. */
  readonly content?: Content;
}

/** Sends a request for an operation, by default one that succeeds. */
export function ask(api: Pick<Api, 'send'>, operation: Operation, sending: Sending = {}): Promise<Answer> {
  const [method, url, content] = requestOf(operation, sending);
  return api.send(method, url, content);
}

export function requestOf(
  { id, method, path, parameters }: Operation,
  sending: Sending,
): readonly [method: string, url: string, content: Content] {
  const required = REQUIRED[id] ?? {};
  const exampleOf = (name: string): string => {
    const described = parameters.find(({ value }) => value.in === 'path' && value.name === name);
    return String(described && examplesAt(described.pointer)[0]?.value);
  };
  const url = sending.path ?? path.replace(/\{(\w+)\}/g, (_, name: string) => exampleOf(name));
  const query = [required.query, sending.query].filter((part) => part !== undefined).join('&');
  const content = sending.content ?? required.content ?? {};
  return [
    method,
    query === '' ? url : `${url}?${query}`,
    { ...content, headers: { ...content.headers, ...sending.headers } },
  ];
}
