import type { GroupStatus } from '@target-eye/http-api';
import type { RunningServer } from './running-server.js';

/** An answer of a service, and when it was there. */
export interface TimedAnswer<Body> {
  readonly status: number;
  readonly body: Body;
  /** In milliseconds since the epoch. */
  readonly at: number;
}

/** Sends a request to a service and reads the JSON of its answer, whatever its status. */
export async function ask<Body>(
  { url }: RunningServer,
  method: string,
  path: string,
  body?: object,
): Promise<TimedAnswer<Body>> {
  const json = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url + path, { method, ...json });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as Body, at: Date.now() };
}

/** What the service says of the group with this URL. */
export async function statusOf(server: RunningServer, group: string): Promise<GroupStatus> {
  const { status, body } = await ask<GroupStatus>(server, 'GET', `/api/v1/groups${group}/status`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}
