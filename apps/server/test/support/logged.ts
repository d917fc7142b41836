import type { Api } from './api.js';

/** One event of the log. */
export interface Logged {
  readonly level: string;
  readonly message: string;
  readonly [detail: string]: unknown;
}

/** What was logged so far. */
export function loggedBy({ logged }: Pick<Api, 'logged'>): readonly Logged[] {
  return logged.map((line) => JSON.parse(line) as Logged);
}

/** The one event with this message, without the message. */
export function eventOf(api: Pick<Api, 'logged'>, message: string): Readonly<Record<string, unknown>> {
  const events = loggedBy(api).filter((event) => event.message === message);
  expect(events).toHaveLength(1);
  return Object.fromEntries(Object.entries(events[0] ?? {}).filter(([name]) => name !== 'message'));
}
