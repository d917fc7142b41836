import fc from 'fast-check';
import {
  InMemoryPrometheus,
  InMemoryTargetGroupStore,
  ManualClock,
  PUBLISHED,
  type Says,
  scraped,
  settle,
  shown,
  viewOf,
} from '../../testing/index.js';
import type { Missing } from '../scrapes/expectation.js';
import type { ActiveTarget } from '../scrapes/facts.js';
import { groupKey, type TargetGroup } from '../groups/target-group.js';
import { ONE_TURN } from '../turns.js';
import { ScrapeWaits, type WaitingPlace, type WaitOutcome, type Wish } from './scrape-waits.js';

const KEY = groupKey('payments', 'prod');
const [A, B] = ['10.3.3.1:9100', '10.3.3.2:9100'];
const GROUP: TargetGroup = { targets: [A], labels: { job: 'payments', env: 'prod' } };
const TWO: TargetGroup = { ...GROUP, targets: [A, B] };

/** A store, Prometheus that all say the same at first, and those who wait. */
function bench(says: (askedAt: number) => Says = () => NOTHING_READ, urls: readonly string[] = ['http://a:9090']) {
  const clock = new ManualClock();
  const store = new InMemoryTargetGroupStore(() => clock.now());
  const prometheus = urls.map((url) => new InMemoryPrometheus(clock, says, url));
  const [first = new InMemoryPrometheus(clock, says)] = prometheus;
  const judged = { groups: 0 };
  const nameOf: typeof PUBLISHED.nameOf = (key) => {
    judged.groups += 1;
    return PUBLISHED.nameOf(key);
  };
  const waits = new ScrapeWaits({ prometheus, store, publication: { ...PUBLISHED, nameOf }, turns: ONE_TURN, clock });
  /** Stores a group and waits for it, as a PUT does. */
  const put = async (made: TargetGroup, seconds = 60, given = made) => {
    const place = waits.enter();
    await store.replace(KEY, made);
    return observed(place?.until({ key: KEY, change: { made, given } }, seconds), place);
  };
  const wait = (wish: Wish, seconds = 60) => {
    const place = waits.enter();
    return observed(place?.until(wish, seconds), place);
  };
  return { clock, store, waits, put, wait, prometheus, first, judged };
}

/** A wait, with how it ended as soon as it did. */
function observed(ends: Promise<WaitOutcome> | undefined, place: WaitingPlace | undefined) {
  const wait: { outcome?: WaitOutcome; readonly leave: () => void } = { leave: () => place?.leave() };
  void ends?.then((outcome) => {
    wait.outcome = outcome;
  });
  return wait;
}

const NOTHING_READ: Says = viewOf(shown({}));
const SILENT: Says = { state: 'unreachable', reason: 'connection refused' };

/** A Prometheus that has read the newest version of a group and scrapes it; `undefined` for a target not scraped yet. */
function scrapes(
  group: TargetGroup,
  lastScrape: (target: string) => number | undefined,
  others: Partial<ActiveTarget> = {},
  clockAhead = { atLeast: 0, atMost: 0 },
): (askedAt: number) => Says {
  return (askedAt) => {
    const stored = { key: KEY, group, revision: '', changedAt: 0 };
    const active = group.targets.map((address) => {
      const last = lastScrape(address);
      return scraped(stored, askedAt, {
        address,
        lastScrape: last,
        health: last === undefined ? 'unknown' : 'up',
        ...others,
      });
    });
    return viewOf(shown({ '/sd/payments@prod.json': Math.floor(askedAt) }, { active, clockAhead }));
  };
}

test('a wait ends with the first good scrape that began after the change, and not with one before', async () => {
  const { clock, put, first } = bench();
  const changed = clock.now();
  first.says = scrapes(GROUP, () => changed - 1);
  const wait = await put(GROUP);
  await clock.pass(10);
  expect(wait.outcome).toBeUndefined();
  first.says = scrapes(GROUP, () => changed);
  await clock.pass(4);
  expect(wait.outcome).toBeUndefined();
  first.says = scrapes(GROUP, () => changed + 0.001);
  await clock.pass(2.1);
  expect(wait.outcome).toMatchObject({
    end: 'up',
    last: { targets: [{ index: 0, judged: { target: A, status: 'up' } }] },
  });
});

test('how far the clock of Prometheus may be ahead is taken off', async () => {
  const { clock, put, first } = bench();
  const changed = clock.now();
  first.says = scrapes(GROUP, () => changed + 3, {}, { atLeast: 2, atMost: 3 });
  const wait = await put(GROUP);
  await clock.pass(4);
  expect(wait.outcome).toBeUndefined();
  first.says = scrapes(GROUP, () => changed + 3.001, {}, { atLeast: 2, atMost: 3 });
  await clock.pass(2.1);
  expect(wait.outcome?.end).toBe('up');
});

test('every target has to be up, and is named where it is not', async () => {
  const { clock, put, first } = bench();
  const changed = clock.now();
  first.says = scrapes(TWO, (target) => (target === A ? changed + 1 : undefined));
  const wait = await put(TWO, 30);
  await clock.pass(29.9);
  expect(wait.outcome).toBeUndefined();
  await clock.pass(0.1);
  expect(wait.outcome).toMatchObject({
    end: 'timeout',
    last: { targets: [{ judged: { status: 'up' } }, { index: 1, judged: { target: B, status: 'waiting' } }] },
  });
});

test('a target that was up before the change only is said to wait for a scrape', async () => {
  const { clock, put, first } = bench();
  first.says = scrapes(GROUP, () => clock.now() - 20);
  const wait = await put(GROUP, 5);
  await clock.pass(5);
  expect(wait.outcome).toMatchObject({
    end: 'timeout',
    last: {
      targets: [
        { judged: { status: 'waiting', on: [{ fact: expect.stringContaining('not scraped since') as string }] } },
      ],
    },
  });
});

test('an unchanged group is up when the last scrape began after it changed', async () => {
  const { clock, store, wait, first } = bench();
  await store.replace(KEY, GROUP);
  const since = clock.now();
  first.says = scrapes(GROUP, () => since + 5);
  await clock.pass(10);
  const waiting = wait({ key: KEY, change: { made: GROUP, given: GROUP, since } });
  await clock.pass(0.1);
  expect(waiting.outcome?.end).toBe('up');
});

test('where the time is over before the next question, what was said before it is what is known', async () => {
  const { clock, store, wait, put, first } = bench();
  await store.replace(KEY, GROUP);
  first.says = scrapes(GROUP, () => clock.now() - 1);
  const before = wait({ key: KEY });
  await clock.pass(1);
  before.leave();
  const hasty = await put(TWO, 0.5);
  await clock.pass(0.5);
  expect(hasty.outcome).toMatchObject({
    end: 'timeout',
    last: {
      facts: [{ state: 'ok' }],
      targets: [
        {
          judged: {
            target: A,
            status: 'waiting',
            on: [{ fact: 'it was up before the change, and was not scraped since' }],
          },
        },
        { judged: { target: B, status: 'not_read' } },
      ],
    },
  });
  expect(first.questions).toBe(1);
});

describe('what is certain ends the wait at once', () => {
  test.each<[string, (askedAt: number) => Says]>([
    ['not_configured', () => viewOf(shown({}, { sources: [] }))],
    [
      'dropped',
      (askedAt) => {
        const stored = { key: KEY, group: GROUP, revision: '', changedAt: 0 };
        const { source, address, discoveredLabels, pool } = scraped(stored, askedAt);
        const dropped = [{ source, address, discoveredLabels, pool }];
        return viewOf(shown({ '/sd/payments@prod.json': Math.floor(askedAt) }, { dropped }));
      },
    ],
  ])('%s', async (status, says) => {
    const { clock, put } = bench(says);
    const wait = await put(GROUP);
    await clock.pass(2.1);
    expect(wait.outcome).toMatchObject({ end: 'certain', last: { targets: [{ judged: { status } }] } });
  });

  test('but not by what was asked before the change', async () => {
    const { clock, store, put, first } = bench(() => viewOf(shown({}, { sources: [] })));
    await store.replace(KEY, TWO);
    await first.facts(0);
    await clock.pass(1);
    first.says = () => NOTHING_READ;
    const wait = await put(GROUP, 8);
    await clock.pass(7);
    expect(wait.outcome).toBeUndefined();
    await clock.pass(1);
    expect(wait.outcome?.end).toBe('timeout');
  });

  test('also where another Prometheus has it up', async () => {
    const { clock, put, prometheus } = bench(undefined, ['http://a:9090', 'http://b:9090']);
    const [a, b] = prometheus as [InMemoryPrometheus, InMemoryPrometheus];
    a.says = (askedAt) => scrapes(GROUP, () => askedAt)(askedAt);
    b.says = () => viewOf(shown({}, { sources: [] }));
    const wait = await put(GROUP);
    await clock.pass(2.1);
    expect(wait.outcome?.end).toBe('certain');
  });
});

test('while nobody answers nothing is certain', async () => {
  const { clock, put } = bench(() => SILENT);
  const wait = await put(GROUP, 600);
  await clock.pass(599);
  expect(wait.outcome).toBeUndefined();
  await clock.pass(1);
  expect(wait.outcome).toMatchObject({
    end: 'timeout',
    last: { targets: [{ judged: { status: 'unknown', on: [{ fact: 'connection refused' }] } }] },
  });
});

describe('of two Prometheus', () => {
  const pair = () => {
    const parts = bench(undefined, ['http://a:9090', 'http://b:9090']);
    const [a, b] = parts.prometheus as [InMemoryPrometheus, InMemoryPrometheus];
    a.says = (askedAt) => scrapes(GROUP, () => askedAt)(askedAt);
    return { ...parts, a, b };
  };

  test('both have to see it up', async () => {
    const { clock, put, b } = pair();
    const wait = await put(GROUP);
    await clock.pass(20);
    expect(wait.outcome).toBeUndefined();
    b.says = (askedAt) => scrapes(GROUP, () => askedAt)(askedAt);
    await clock.pass(2.1);
    expect(wait.outcome?.end).toBe('up');
  });

  test('one that does not answer is left out', async () => {
    const { clock, put, b } = pair();
    b.says = () => SILENT;
    const wait = await put(GROUP);
    await clock.pass(2.1);
    expect(wait.outcome).toMatchObject({ end: 'up', last: { facts: [{ state: 'ok' }, { state: 'unreachable' }] } });
  });

  test('one that says nothing is waited for, for ten seconds, and delays nobody who has what is needed', async () => {
    const { clock, put, a, b } = pair();
    b.takes = 30;
    const wait = await put(GROUP);
    await clock.pass(9.9);
    expect([wait.outcome, a.questions, b.questions]).toEqual([undefined, 5, 1]);
    await clock.pass(2.2);
    expect(wait.outcome).toMatchObject({ end: 'up', last: { facts: [{ state: 'ok' }, { state: 'unreachable' }] } });
  });

  test('where the time is over before that, the one that says nothing is why', async () => {
    const { clock, put, b } = pair();
    b.takes = 30;
    const wait = await put(GROUP, 5);
    await clock.pass(5);
    expect(wait.outcome).toMatchObject({ end: 'timeout', last: { facts: [{}, { state: 'unreachable' }] } });
  });
});

describe('the price', () => {
  test('of any number who wait is one question and one look at the group every two seconds, and none after the last has left', async () => {
    const { clock, waits, store, first, judged } = bench();
    const places = Array.from({ length: 1000 }, () => waits.enter());
    expect(waits.enter()).toBeUndefined();
    await store.replace(KEY, GROUP);
    const ends = places.map((place) => place?.until({ key: KEY, change: { made: GROUP, given: GROUP } }, 600));
    await clock.pass(100);
    expect(first.questions).toBe(50);
    expect(judged.groups).toBeLessThan(1000);
    for (const place of places) place?.leave();
    expect(await Promise.all(ends.map((end) => Promise.resolve(end)))).toEqual(Array(1000).fill({ end: 'left' }));
    expect(waits.count).toBe(0);
    await clock.pass(1000);
    expect([first.questions, clock.planned]).toEqual([50, 0]);
  });

  test('is no question before anybody waits, and places that are given back are free again', async () => {
    const { clock, waits, first } = bench();
    for (let round = 0; round < 1500; round++) waits.enter()?.leave();
    const place = waits.enter();
    await clock.pass(100);
    expect([first.questions, waits.count]).toEqual([0, 1]);
    place?.leave();
    expect(await place?.until({ key: KEY }, 60)).toEqual({ end: 'left' });
  });

  test('is the same where the next begins while the last question goes on', async () => {
    const { clock, put, first } = bench();
    const one = await put(GROUP);
    await clock.pass(1);
    one.leave();
    await put(TWO);
    await clock.pass(8);
    expect(first.questions).toBe(5);
  });
});

describe('a group that is changed again', () => {
  test('is waited for as long as it holds what was given', async () => {
    const { clock, store, put, first } = bench();
    await store.replace(KEY, GROUP);
    const wait = await put(TWO, 60, { targets: [B], labels: {} });
    await store.replace(KEY, { targets: [B, 'h:1'], labels: { ...GROUP.labels, team: 'checkout' } });
    await clock.pass(4);
    expect(wait.outcome).toBeUndefined();
    const now = { targets: [B, 'h:1'], labels: { ...GROUP.labels, team: 'checkout' } };
    first.says = scrapes(now, (target) => (target === B ? clock.now() : undefined));
    await clock.pass(2.1);
    expect(wait.outcome).toMatchObject({ end: 'up', last: { targets: [{ index: 0, judged: { target: B } }] } });
  });

  test.each<[string, TargetGroup | undefined, Missing | undefined]>([
    ['without one of the targets', GROUP, { target: B }],
    [
      'with another value of a label',
      { ...TWO, labels: { ...TWO.labels, env: 'test' } },
      { label: 'env', value: 'test' },
    ],
    ['without anything', undefined, undefined],
  ])('%s ends the wait', async (_, now, missing) => {
    const { clock, store, put } = bench();
    const wait = await put(TWO);
    await clock.pass(3);
    await store.update(KEY, () => now);
    await settle();
    expect(wait.outcome).toEqual({ end: 'changed', missing });
  });

  test('between the change and the wait ends it, too', async () => {
    const { clock, store, wait } = bench();
    await store.replace(KEY, GROUP);
    const waiting = wait({ key: KEY, change: { made: TWO, given: TWO } });
    await clock.pass(0);
    expect(waiting.outcome).toEqual({ end: 'changed', missing: { target: B } });
  });

  test('is followed by those who wait for it as it is, and they need a scrape since then', async () => {
    const { clock, store, wait, first } = bench();
    await store.replace(KEY, GROUP);
    const waiting = wait({ key: KEY });
    await clock.pass(3);
    await store.replace(KEY, TWO);
    const changed = clock.now();
    first.says = scrapes(TWO, () => changed - 1);
    await clock.pass(4);
    expect(waiting.outcome).toBeUndefined();
    first.says = scrapes(TWO, () => changed + 1);
    await clock.pass(2.1);
    expect(waiting.outcome).toMatchObject({ end: 'up', last: { stored: { group: TWO } } });
  });
});

test('a stop ends all waits, and those that begin later', async () => {
  const { clock, waits, put, first } = bench();
  const before = await put(GROUP);
  await clock.pass(1);
  waits.stop();
  const after = await put(GROUP);
  await clock.pass(10);
  expect([before.outcome, after.outcome]).toEqual([{ end: 'stopping' }, { end: 'stopping' }]);
  expect([first.questions, clock.planned]).toEqual([1, 0]);
});

test('a defect ends the wait that it concerns, and no other', async () => {
  const { clock, store, waits, first } = bench();
  const broken = groupKey('broken', 'prod');
  await store.replace(broken, GROUP);
  await store.replace(KEY, GROUP);
  first.says = () => ({
    ...viewOf(shown({})),
    activeOf: ({ key }) => {
      if (key?.application === 'broken') throw new Error('a defect');
      return [];
    },
  });
  const ends = [broken, KEY].map((key) => waits.enter()?.until({ key }, 60));
  const failed = expect(ends[0]).rejects.toThrow('a defect');
  await clock.pass(60);
  await failed;
  expect(await ends[1]).toMatchObject({ end: 'timeout' });
});

/** What happens at a second. */
type Step = 'scrape' | 'change' | 'nothing' | 'silence' | 'answers';

test('whatever happens, up is said only after a scrape that began after the change, and then within 2.5 seconds', async () => {
  const steps = fc.array(fc.constantFrom<Step>('scrape', 'change', 'nothing', 'silence', 'answers'), { maxLength: 40 });
  const run = async (before: readonly Step[], after: readonly Step[]): Promise<void> => {
    const { clock, store, put, first } = bench();
    const seen: { scraped?: number; isSilent: boolean; version: number } = { isSilent: false, version: 0 };
    let now = GROUP;
    first.says = (askedAt) => (seen.isSilent ? SILENT : scrapes(now, () => seen.scraped)(askedAt));
    const step = async (what: Step): Promise<void> => {
      if (what === 'scrape') seen.scraped = clock.now();
      if (what === 'silence') seen.isSilent = true;
      if (what === 'answers') seen.isSilent = false;
      if (what === 'change') {
        now = { ...GROUP, labels: { ...GROUP.labels, version: String(++seen.version) } };
        await store.replace(KEY, now);
      }
      await clock.pass(1);
    };
    await store.replace(KEY, GROUP);
    for (const each of before) await step(each);
    now = { ...GROUP, labels: { ...GROUP.labels, version: 'mine' } };
    const changed = clock.now();
    const wait = await put(now, 1000, { targets: [A], labels: {} });
    let goodSince: number | undefined;
    for (const each of after) {
      await step(each);
      const isGood = !seen.isSilent && (seen.scraped ?? 0) > changed;
      goodSince = isGood ? (goodSince ?? clock.now()) : undefined;
      if (wait.outcome !== undefined) expect(seen.scraped).toBeGreaterThan(changed);
      if (goodSince !== undefined && clock.now() >= goodSince + 2.5) expect(wait.outcome?.end).toBe('up');
    }
  };
  await fc.assert(fc.asyncProperty(steps, steps, run), { numRuns: 60 });
});
