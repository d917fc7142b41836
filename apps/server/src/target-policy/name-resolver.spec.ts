import { setImmediate as turn } from 'node:timers/promises';
import { type Lookup, NameResolver } from './name-resolver.js';

const { signal } = new AbortController();

function failing(code: string): Lookup {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

test('a name that does not exist has no address', async () => {
  expect(await new NameResolver(failing('ENOTFOUND')).resolve('x', 'me', signal)).toEqual([]);
});

test('a failure is passed on, and not remembered', async () => {
  const lookup = jest.fn<Promise<readonly string[]>, [string]>().mockImplementationOnce(failing('EAI_AGAIN'));
  lookup.mockResolvedValue(['10.0.0.1']);
  const resolver = new NameResolver(lookup);
  await expect(resolver.resolve('x', 'me', signal)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  expect(await resolver.resolve('x', 'me', signal)).toEqual(['10.0.0.1']);
});

test('an answer is remembered for a while', async () => {
  let now = 0;
  const lookup = jest.fn(() => Promise.resolve([String(now)]));
  const resolver = new NameResolver(lookup, () => now);
  expect(await resolver.resolve('x', 'me', signal)).toEqual(['0']);
  now = 29_999;
  expect(await resolver.resolve('x', 'me', signal)).toEqual(['0']);
  now = 30_000;
  expect(await resolver.resolve('x', 'me', signal)).toEqual(['30000']);
  expect(lookup).toHaveBeenCalledTimes(2);
});

test('ten thousand answers are remembered, the latest ones', async () => {
  const lookup = jest.fn((name: string) => Promise.resolve([name]));
  const resolver = new NameResolver(lookup);
  for (let index = 0; index <= 10_000; index++) await resolver.resolve(`host-${String(index)}`, 'me', signal);
  lookup.mockClear();
  await resolver.resolve('host-1', 'me', signal);
  await resolver.resolve('host-10000', 'me', signal);
  expect(lookup).not.toHaveBeenCalled();
  await resolver.resolve('host-0', 'me', signal);
  expect(lookup).toHaveBeenCalledTimes(1);
});

test('at most two names are asked for at a time, and one of each source, also after failures', async () => {
  const running: string[] = [];
  const most = { names: 0, ofOneSource: 0 };
  const resolver = new NameResolver(async (name) => {
    const [source = ''] = name;
    running.push(source);
    most.names = Math.max(most.names, running.length);
    most.ofOneSource = Math.max(most.ofOneSource, running.filter((other) => other === source).length);
    await turn();
    running.splice(running.indexOf(source), 1);
    if (name.endsWith('3')) throw Object.assign(new Error(name), { code: 'EAI_AGAIN' });
    return [name];
  });
  const names = Array.from({ length: 30 }, (_, index) => `${'abc'.charAt(index % 3)}-${String(index)}`);
  const results = await Promise.allSettled(names.map((name) => resolver.resolve(name, name.charAt(0), signal)));
  expect(most).toEqual({ names: 2, ofOneSource: 1 });
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(3);
});

test('names that resolve slowly delay only who sent them', async () => {
  const lookup = jest.fn((name: string) =>
    name.startsWith('slow') ? new Promise<never>(() => undefined) : Promise.resolve([name]),
  );
  const resolver = new NameResolver(lookup);
  for (let count = 0; count < 100; count++) void resolver.resolve(`slow-${String(count)}`, 'slow one', signal);
  for (let count = 0; count < 100; count++) {
    const names = ['a', 'b', 'c'].map((source) => resolver.resolve(`${source}-${String(count)}`, source, signal));
    expect((await Promise.all(names)).flat()).toEqual(['a', 'b', 'c'].map((source) => `${source}-${String(count)}`));
  }
  expect(lookup.mock.calls.filter(([name]) => name.startsWith('slow'))).toHaveLength(1);
});

test('who gave up while waiting is not asked for', async () => {
  const lookup = jest.fn<Promise<readonly string[]>, [string]>(async () => {
    await turn();
    return [];
  });
  const resolver = new NameResolver(lookup);
  const giveUp = new AbortController();
  const first = ['a', 'b'].map((name) => resolver.resolve(name, 'me', signal));
  const waiting = resolver.resolve('c', 'me', giveUp.signal);
  const last = resolver.resolve('d', 'me', signal);
  giveUp.abort(new Error('too late'));
  await expect(waiting).rejects.toThrow('too late');
  await Promise.all([...first, last]);
  expect(lookup.mock.calls.flat()).toEqual(['a', 'b', 'd']);
  await expect(resolver.resolve('e', 'me', giveUp.signal)).rejects.toThrow('too late');
});

describe('as this host resolves', () => {
  const resolver = new NameResolver();

  test.each(['0x7f000001', '0x7f.1', '127.0.0.0x1', '2130706433', '127.1', '0177.0.0.1'])(
    '%s is an address of the host itself',
    async (name) => {
      expect(await resolver.resolve(name, 'me', signal)).toEqual(['127.0.0.1']);
    },
  );
});
