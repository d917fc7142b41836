import type { KeyValue, Outcome, Write } from '../client/etcd.js';
import { EtcdError } from '../client/etcd-error.js';
import { ClusterIdentity } from './cluster-identity.js';

/** A cluster in which this is what becomes of whoever gives it a name. */
function identityOf(write: (write: Write) => Promise<Outcome>) {
  const identity = new ClusterIdentity({ write }, '/t/id');
  const told: (string | undefined)[] = [];
  identity.follow(() => void told.push(identity.known()));
  return { identity, told };
}

const named = (value: string, createRevision: number): Outcome => {
  const current: KeyValue = { key: '/t/id', value, createRevision, modRevision: createRevision };
  return { isMade: false, revision: 20, current };
};
const nobodyWrites = () => Promise.reject(new Error('there is a name'));
const unavailable = { code: 'storage_unavailable', message: 'the cluster does not say which one it is' };

test('what was read with the groups is the name', async () => {
  const { identity, told } = identityOf(nobodyWrites);
  expect(identity.known()).toBeUndefined();
  await expect(identity.find()).rejects.toMatchObject(unavailable);
  for (const name of ['one', 'one', 'other']) {
    identity.read({ revision: 9, name });
    expect([identity.known(), await identity.find()]).toEqual([name, name]);
  }
  expect(told).toEqual(['one', 'other']);
});

test('a cluster without a name gets one, and is not known until then', async () => {
  const writes: Write[] = [];
  const { identity, told } = identityOf((write) => {
    writes.push(write);
    return Promise.resolve({ isMade: true, revision: 10 });
  });
  identity.read({ revision: 9, name: undefined });
  expect(identity.known()).toBeUndefined();
  const name = await identity.find();
  expect(writes).toEqual([{ key: '/t/id', seenAt: 0, value: name }]);
  expect(name).toMatch(/^[0-9a-f-]{36}$/);
  expect([identity.known(), await identity.find()]).toEqual([name, name]);
  // Told again, because nobody knows whether it is the same that had no name before.
  identity.read({ revision: 9, name: undefined });
  expect(told).toEqual([undefined, undefined]);
});

test('the name that another host gave meanwhile counts', async () => {
  const { identity } = identityOf(() => Promise.resolve(named('theirs', 10)));
  identity.read({ revision: 9, name: undefined });
  expect([await identity.find(), identity.known()]).toEqual(['theirs', 'theirs']);
});

test('a name that was there when the groups were read is that of another cluster', async () => {
  const { identity } = identityOf(() => Promise.resolve(named('another', 9)));
  identity.read({ revision: 9, name: undefined });
  await expect(identity.find()).rejects.toMatchObject(unavailable);
  expect(identity.known()).toBeUndefined();
});

test('a name is not that of what was read after it was asked for', async () => {
  const { identity } = identityOf(() => {
    identity.read({ revision: 12, name: undefined });
    return Promise.resolve({ isMade: true, revision: 10 });
  });
  identity.read({ revision: 9, name: undefined });
  await identity.find();
  expect(identity.known()).toBeUndefined();
});

test('a cluster that does not take a name has none', async () => {
  const { identity } = identityOf(() => Promise.reject(new EtcdError('refused', 'does not permit it')));
  identity.read({ revision: 9, name: undefined });
  await expect(identity.find()).rejects.toMatchObject(unavailable);
});
