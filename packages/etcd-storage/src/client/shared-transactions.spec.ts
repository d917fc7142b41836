import type { Answered } from './gateway.js';
import { NodeFailure } from './node-failure.js';
import { SharedTransactions, type Transaction } from './shared-transactions.js';

/** Of somebody who waits as long as it takes. */
const never = (): AbortSignal => new AbortController().signal;
const NODE = { endpoint: 'http://n', clusterId: '1', revision: 7, raftTerm: 1 };
const HEADER = { cluster_id: '1', raft_term: '1', revision: '7' };

function transaction(key: string, value = ''): Transaction {
  return { compare: [{ key }], success: [{ request_put: { key, value } }], failure: [] };
}

/** How many transactions there are in what is sent. */
function partsOf({ compare, success }: Transaction): readonly Transaction[] {
  if (compare.length > 0) return [{ compare, success, failure: [] }];
  return (success as readonly { readonly request_txn: Transaction }[]).map(({ request_txn }) => request_txn);
}

/** A node that answers what it was asked for when the test says so. */
function node(failureOf: (sent: Transaction) => NodeFailure | undefined = () => undefined) {
  const asked: Transaction[] = [];
  const answers: (() => void)[] = [];
  const shared = new SharedTransactions((sent) => {
    asked.push(sent);
    return new Promise<Answered>((resolve, reject) => {
      answers.push(() => {
        const failure = failureOf(sent);
        if (failure !== undefined) reject(failure);
        else {
          const own = partsOf(sent).map((part) => ({ succeeded: true, responses: [{ response_range: part }] }));
          const responses = own.map((response_txn) => ({ response_txn: { header: {}, ...response_txn } }));
          const [alone] = own;
          const answer = sent.compare.length > 0 ? alone : { responses };
          resolve({ answer: { header: HEADER, ...answer }, node: NODE });
        }
      });
    });
  });
  const answerAll = async (): Promise<void> => {
    for (let answer = answers.shift(); answer !== undefined; answer = answers.shift()) {
      answer();
      await new Promise(setImmediate);
    }
  };
  return { asked, shared, answerAll, counts: () => asked.map((sent) => partsOf(sent).length) };
}

const settled = (promises: readonly Promise<unknown>[]) =>
  Promise.allSettled(promises).then((results) => results.map(({ status }) => status));

test('those that wait are sent together, and each gets its own answer', async () => {
  const { shared, asked, answerAll, counts } = node();
  const answers = ['a', 'b', 'c'].map((key) => shared.make(transaction(key), never()));
  expect(counts()).toEqual([1]);
  await answerAll();
  expect(counts()).toEqual([1, 2]);
  expect(asked[0]).toEqual(transaction('a'));
  for (const [index, key] of ['a', 'b', 'c'].entries())
    expect(await answers[index]).toEqual({
      answer: {
        header: HEADER,
        succeeded: true,
        responses: [{ response_range: { ...transaction(key), failure: [] } }],
      },
      node: NODE,
    });
});

test('no more are sent together than a node takes, in number and in length', async () => {
  const { shared, answerAll, counts } = node();
  const many = Array.from({ length: 202 }, (_, index) => shared.make(transaction(String(index)), never()));
  await answerAll();
  await Promise.all(many);
  expect(counts()).toEqual([1, 100, 100, 1]);
  const long = Array.from({ length: 4 }, (_, index) =>
    shared.make(transaction(String(index), 'y'.repeat(120_000)), never()),
  );
  await answerAll();
  await Promise.all(long);
  expect(counts().slice(4)).toEqual([1, 2, 1]);
});

test('those with the same key are sent one after another, in their order', async () => {
  const { shared, asked, answerAll } = node();
  const all = ['a', 'b', 'b', 'c', 'b'].map((key, index) => shared.make(transaction(key, String(index)), never()));
  await answerAll();
  await Promise.all(all);
  const values = asked.map((sent) => partsOf(sent).map(({ success }) => success[0]));
  const put = (key: string, value: string) => ({ request_put: { key, value } });
  expect(values).toEqual([[put('a', '0')], [put('b', '1'), put('c', '3')], [put('b', '2')], [put('b', '4')]]);
});

test('a node that fails has certainly not done what it was not asked for yet', async () => {
  const failure = new NodeFailure('closed the connection', { isAmbiguous: true });
  const { shared, answerAll, counts } = node(() => failure);
  const [sent, ...waiting] = ['a', 'b', 'c'].map((key) => shared.make(transaction(key), never()));
  const all = settled([sent, ...waiting].filter((promise) => promise !== undefined));
  await answerAll();
  expect(await all).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(sent).rejects.toBe(failure);
  for (const each of waiting)
    await expect(each).rejects.toMatchObject({ message: failure.message, isAmbiguous: false, remedy: 'time' });
  expect(counts()).toEqual([1]);
});

test('where all are refused because of one, each is sent alone', async () => {
  const tooLarge = new NodeFailure('takes no request that large', { failure: 'too_large', remedy: 'none' });
  const { shared, answerAll, counts } = node((sent) => (JSON.stringify(sent).includes('large') ? tooLarge : undefined));
  const all = settled(['a', 'b', 'large', 'c'].map((key) => shared.make(transaction(key), never())));
  await answerAll();
  expect(await all).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(counts()).toEqual([1, 3, 1, 1, 1]);
});

test('what nobody waits for any more is not sent, and what was sent may have been done', async () => {
  const { shared, answerAll, counts } = node();
  const [first, second] = [new AbortController(), new AbortController()];
  const sent = shared.make(transaction('a'), first.signal);
  const waiting = shared.make(transaction('b'), second.signal);
  second.abort();
  first.abort();
  await expect(waiting).rejects.toMatchObject({ isAmbiguous: false });
  await expect(sent).rejects.toMatchObject({ isAmbiguous: true });
  await expect(shared.make(transaction('c'), AbortSignal.abort())).rejects.toMatchObject({ isAmbiguous: false });
  await answerAll();
  expect(counts()).toEqual([1]);
});
