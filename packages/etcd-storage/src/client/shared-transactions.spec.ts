import type { Answered } from './gateway.js';
import { NodeFailure } from './node-failure.js';
import { SharedTransactions, type Transaction } from './shared-transactions.js';

/** Of somebody who waits as long as it takes. */
const never = (): AbortSignal => new AbortController().signal;
const nextTurn = (): Promise<void> => new Promise(setImmediate);
const NODE = { endpoint: 'http://n', clusterId: '1', revision: 7, raftTerm: 1 };
const HEADER = { cluster_id: '1', raft_term: '1', revision: '7' };

const put = (key: string, value = '') => ({ request_put: { key, value } });
const range = (key: string) => ({ request_range: { key } });

function transaction(key: string, value = ''): Transaction {
  return { compare: [{ key }], success: [put(key, value)], failure: [range(key)] };
}

interface Nested {
  readonly request_txn: Transaction;
}

const isOfEach = ({ success: [first] }: Transaction): boolean => first !== undefined && 'request_txn' in first;

/** What is put by what is sent. */
function putsOf(sent: Transaction): readonly object[] {
  return isOfEach(sent)
    ? (sent.success as readonly Nested[]).map((each) => each.request_txn.success[0] ?? {})
    : sent.success;
}

/** A node that answers what it was asked for when the test says so. */
function node(failureOf: (sent: Transaction) => NodeFailure | undefined = () => undefined) {
  const asked: Transaction[] = [];
  const answers: (() => void)[] = [];
  /** The keys that somebody else has changed. */
  const changed = new Set<string>();
  const outcomeOf = ({ compare }: Transaction) =>
    compare.some(({ key }) => changed.has(key)) ? { responses: [{ found: compare[0]?.key }] } : { succeeded: true };
  const shared = new SharedTransactions((sent) => {
    asked.push(sent);
    return new Promise<Answered>((resolve, reject) => {
      answers.push(() => {
        const failure = failureOf(sent);
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        const each = () =>
          (sent.success as readonly Nested[]).map(({ request_txn }) => ({
            response_txn: { header: {}, ...outcomeOf(request_txn) },
          }));
        const outcome = isOfEach(sent) ? { succeeded: true, responses: each() } : outcomeOf(sent);
        resolve({ answer: { header: HEADER, ...outcome }, node: NODE });
      });
    });
  });
  const answerNext = async (): Promise<void> => {
    await nextTurn();
    answers.shift()?.();
    await nextTurn();
    // What follows an answer is sent in the turn after it.
    await nextTurn();
  };
  const answerAll = async (): Promise<void> => {
    do await answerNext();
    while (answers.length > 0);
  };
  return { asked, changed, shared, answerNext, answerAll, counts: () => asked.map((sent) => putsOf(sent).length) };
}

const settled = (promises: readonly Promise<unknown>[]) =>
  Promise.allSettled(promises).then((results) => results.map(({ status }) => status));

test('those of one turn are sent together, to be made all or not at all', async () => {
  const { shared, asked, answerAll } = node();
  const all = ['a', 'b', 'c'].map((key) => shared.make(transaction(key), never()));
  await answerAll();
  expect(asked).toEqual([
    {
      compare: [{ key: 'a' }, { key: 'b' }, { key: 'c' }],
      success: [put('a'), put('b'), put('c')],
      // Without it a node would answer comparisons that write nothing without asking the majority.
      failure: [range('a')],
    },
  ]);
  const made = { answer: { header: HEADER, succeeded: true }, node: NODE };
  expect(await Promise.all(all)).toEqual([made, made, made]);
});

test('one that comes alone is sent as it is', async () => {
  const { shared, asked, answerAll } = node();
  const alone = shared.make(transaction('a'), never());
  await answerAll();
  expect(asked).toEqual([transaction('a')]);
  expect(await alone).toMatchObject({ answer: { succeeded: true } });
});

test('where somebody else was faster, each is made by itself, and so are those that follow until all are made', async () => {
  const { shared, asked, changed, answerAll } = node();
  const make = async (): Promise<readonly Answered[]> => {
    const all = ['a', 'b', 'c'].map((key) => shared.make(transaction(key), never()));
    await answerAll();
    return Promise.all(all);
  };
  changed.add('b');
  const [made, lost] = [
    { header: HEADER, succeeded: true },
    { header: HEADER, responses: [{ found: 'b' }] },
  ];
  expect((await make()).map(({ answer }) => answer)).toEqual([made, lost, made]);
  expect((await make()).map(({ answer }) => answer)).toEqual([made, lost, made]);
  changed.clear();
  for (const round of [await make(), await make()])
    expect(round.map(({ answer }) => answer)).toEqual([made, made, made]);
  expect(asked.map(isOfEach)).toEqual([false, true, true, true, false]);
});

test('while a request is under way, the others wait and are then sent together', async () => {
  const { shared, answerNext, answerAll, counts } = node();
  const all: Promise<unknown>[] = [];
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    all.push(shared.make(transaction(key), never()));
    await nextTurn();
  }
  expect(counts()).toEqual([1]);
  await answerNext();
  expect(counts()).toEqual([1, 4]);
  await answerAll();
  expect(await settled(all)).toEqual(all.map(() => 'fulfilled'));
});

test('no more are sent together than a node takes, in number and in length', async () => {
  const { shared, answerAll, counts } = node();
  const many = Array.from({ length: 202 }, (_, index) => shared.make(transaction(String(index)), never()));
  await answerAll();
  await Promise.all(many);
  expect(counts()).toEqual([100, 100, 2]);
  const long = Array.from({ length: 4 }, (_, index) =>
    shared.make(transaction(String(index), 'y'.repeat(120_000)), never()),
  );
  await answerAll();
  await Promise.all(long);
  expect(counts().slice(3)).toEqual([2, 2]);
});

test('those with the same key are sent one after another, in their order, and never while one is under way', async () => {
  const { shared, asked, answerNext, answerAll } = node();
  const all = ['a', 'b', 'b', 'c', 'b'].map((key, index) => shared.make(transaction(key, String(index)), never()));
  const puts = () => asked.map(putsOf);
  await nextTurn();
  const first = [put('a', '0'), put('b', '1'), put('c', '3')];
  expect(puts()).toEqual([first]);
  await answerNext();
  expect(puts()).toEqual([first, [put('b', '2')]]);
  await answerAll();
  await Promise.all(all);
  expect(puts()).toEqual([first, [put('b', '2')], [put('b', '4')]]);
});

test('a node that fails has certainly not done what it was not asked for yet', async () => {
  const failure = new NodeFailure('closed the connection', { isAmbiguous: true });
  const { shared, answerNext, answerAll, counts } = node((sent) =>
    sent.compare[0]?.key === 'a' ? failure : undefined,
  );
  const [sent, ...waiting] = await ['a', 'b', 'c', 'd'].reduce<Promise<readonly Promise<Answered>[]>>(
    async (before, key) => {
      const all = [...(await before), shared.make(transaction(key), never())];
      for (const each of all) each.catch(() => undefined);
      await nextTurn();
      return all;
    },
    Promise.resolve([]),
  );
  await answerNext();
  await expect(sent).rejects.toBe(failure);
  for (const each of waiting)
    await expect(each).rejects.toMatchObject({ message: failure.message, isAmbiguous: false, remedy: 'time' });
  expect(waiting).toHaveLength(3);
  await answerAll();
  expect(counts()).toEqual([1]);
});

test('where all are refused because of one, each is sent alone', async () => {
  const tooLarge = new NodeFailure('takes no request that large', { failure: 'too_large', remedy: 'none' });
  const { shared, answerAll, counts } = node((sent) => (JSON.stringify(sent).includes('large') ? tooLarge : undefined));
  const all = settled(['a', 'b', 'large', 'c'].map((key) => shared.make(transaction(key), never())));
  await answerAll();
  expect(await all).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(counts()).toEqual([4, 1, 1, 1, 1]);
});

test('what nobody waits for any more is not sent, and what was sent may have been done', async () => {
  const { shared, answerAll, counts } = node();
  const [first, second] = [new AbortController(), new AbortController()];
  const sent = shared.make(transaction('a'), first.signal);
  await nextTurn();
  const waiting = shared.make(transaction('b'), second.signal);
  second.abort();
  first.abort();
  await expect(waiting).rejects.toMatchObject({ isAmbiguous: false });
  await expect(sent).rejects.toMatchObject({ isAmbiguous: true });
  await expect(shared.make(transaction('c'), AbortSignal.abort())).rejects.toMatchObject({ isAmbiguous: false });
  await answerAll();
  expect(counts()).toEqual([1]);
});
