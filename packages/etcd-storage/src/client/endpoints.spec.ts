import { ManualClock } from '@target-eye/domain/testing';
import { NO_CLUSTER_EVENTS } from '../cluster-events.js';
import { Connection } from './connection.js';
import { type Endpoint, Endpoints } from './endpoints.js';
import { NodeFailure } from './node-failure.js';

const URLS = ['http://a', 'http://b', 'http://c'];

let clock: ManualClock;
let left: string[];
let endpoints: Endpoints;

beforeEach(() => {
  clock = new ManualClock();
  left = [];
  endpoints = of(URLS);
});

function of(urls: readonly string[]): Endpoints {
  const nodeLeft = (url: string, reason: string): void => void left.push(`${url} ${reason}`);
  const connect = (url: string, closed: () => void): Connection =>
    new Connection(url, { clock, tls: () => ({}) }, closed);
  return new Endpoints(urls, connect, clock, { ...NO_CLUSTER_EVENTS, nodeLeft });
}

const order = (avoiding?: ReadonlySet<string>): readonly string[] => endpoints.inOrder(avoiding).map(({ url }) => url);
const node = (url: string): Endpoint => {
  const found = endpoints.inOrder().find((endpoint) => endpoint.url === url);
  if (found === undefined) throw new Error(url);
  return found;
};
const says = (url: string, raftTerm: number, clusterId = '1'): unknown =>
  endpoints.heard(node(url), { cluster_id: clusterId, raft_term: String(raftTerm), revision: '7' });

test('nodes are asked in the given order, those to be avoided after the others, and those that failed at last', async () => {
  expect(order()).toEqual(URLS);
  expect(order(new Set(['http://a']))).toEqual(['http://b', 'http://c', 'http://a']);
  endpoints.left(node('http://a'), new NodeFailure('is gone'));
  await clock.pass(1);
  endpoints.left(node('http://b'), new NodeFailure('is gone'));
  expect(order(new Set(['http://c']))).toEqual(['http://c', 'http://a', 'http://b']);
  says('http://a', 2);
  expect(order()).toEqual(['http://a', 'http://c', 'http://b']);
});

test('a node that failed is told of once, and is looked at again when it has rested', async () => {
  endpoints.left(node('http://a'), new NodeFailure('is gone'));
  endpoints.left(node('http://a'), new NodeFailure('is still gone'));
  expect(left).toEqual(['http://a is gone']);
  await clock.pass(9);
  expect(endpoints.rested()).toBeUndefined();
  await clock.pass(1);
  expect(endpoints.rested()?.url).toBe('http://a');
});

test('a node whose raft term is older than what another one said last is left', () => {
  says('http://a', 5);
  says('http://b', 6);
  says('http://a', 5);
  expect(left).toEqual(['http://a is in the raft term 5, and others are in 6 already']);
  expect(order()).toEqual(['http://b', 'http://c', 'http://a']);
  says('http://a', 6);
  expect(order()).toEqual(URLS);
});

test('the terms of a cluster that was brought back to a backup begin anew', () => {
  for (const url of URLS) says(url, 9);
  says('http://a', 2);
  endpoints.left(node('http://b'), new NodeFailure('refuses the connection'));
  says('http://b', 2);
  endpoints.left(node('http://c'), new NodeFailure('refuses the connection'));
  says('http://a', 2);
  expect(order()).toEqual(['http://a', 'http://b', 'http://c']);
});

test('a node of another cluster is refused, with both clusters', () => {
  says('http://a', 5);
  expect(() => says('http://b', 5, '2')).toThrow('belongs to the cluster 2, and the others to 1');
  says('http://a', 5);
  expect(() => says('http://c', 5, '2')).toThrow('belongs to the cluster 2, and the others to 1');
});

test('a cluster that was made anew is taken when most nodes belong to it, and none has said otherwise since', () => {
  says('http://a', 5);
  expect(() => says('http://b', 2, '2')).toThrow('belongs to the cluster 2');
  expect(says('http://c', 2, '2')).toMatchObject({ clusterId: '2' });
  expect(() => says('http://a', 5, '1')).toThrow('belongs to the cluster 1, and the others to 2');
  endpoints = of(['http://a']);
  says('http://a', 5);
  expect(says('http://a', 2, '2')).toMatchObject({ clusterId: '2', raftTerm: 2 });
});

test('the nodes that fail are named with what each says last, and for everybody by their place', () => {
  endpoints.left(node('http://c'), new NodeFailure('refuses the connection'));
  endpoints.left(node('http://a'), new NodeFailure('refuses the connection'));
  endpoints.left(node('http://a'), new NodeFailure('says "at 10.0.0.1"', { general: 'answers oddly' }));
  expect(endpoints.describe()).toEqual({
    message:
      '2 of the 3 nodes do not answer as they should: http://a says "at 10.0.0.1", http://c refuses the connection',
    general: '2 of the 3 nodes do not answer as they should: node 1 answers oddly, node 3 refuses the connection',
  });
  says('http://c', 2);
  expect(endpoints.describe().general).toBe('1 of the 3 nodes does not answer as it should: node 1 answers oddly');
  const failing = new NodeFailure('knows no leader');
  expect(endpoints.describe(new Map(endpoints.inOrder().map((each) => [each, failing]))).general).toBe(
    'none of the 3 nodes answers as it should: node 1 knows no leader, node 2 knows no leader, node 3 knows no leader',
  );
});
