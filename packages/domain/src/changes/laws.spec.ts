import fc from 'fast-check';
import {
  anyFreeLabels,
  anyGroup,
  anyInput,
  anyKey,
  anyLabels,
  anyTargets,
  faultsOf,
  InMemoryTargetGroupStore,
} from '../../testing/index.js';
import { add, prepareAdd } from './add.js';
import { decodeFileSd, encodeFileSd } from '../prometheus/file-sd.js';
import { isRequiredLabel } from '../groups/labels.js';
import { ensure } from './ensure.js';
import { prepareRemove, remove } from './remove.js';
import { prepareReplace, replace } from './replace.js';
import { withdraw } from './withdraw.js';
import { TargetGroupService } from '../use-cases/target-group-service.js';
import { isSameGroup, type TargetGroup, type TargetGroupInput } from '../groups/target-group.js';
import { parseTarget } from '../groups/target.js';
import { atOnce } from '../turns.js';

type Group = TargetGroup | undefined;

const anyVerb = fc.constantFrom(replace, add, remove);

/** A group or none, and an input that often names what is there: else DELETE would hardly ever be accepted. */
const anyCase: fc.Arbitrary<{ current: Group; input: TargetGroupInput }> = fc
  .option(anyGroup, { nil: undefined })
  .chain((current) =>
    fc.record({
      current: fc.constant(current),
      input: current === undefined ? anyInput : fc.oneof(anyInput, { weight: 2, arbitrary: anyPartOf(current) }),
    }),
  );

function anyPartOf({ targets, labels }: TargetGroup): fc.Arbitrary<TargetGroupInput> {
  const entries = Object.entries(labels);
  const free = entries.filter(([name]) => !isRequiredLabel(name));
  const parts = {
    targets: fc.shuffledSubarray([...targets], { minLength: 1 }).map((some) => Object.freeze(some)),
    labels: fc
      .oneof(fc.subarray(entries), fc.subarray(free), fc.constant(free))
      .map((some) => Object.freeze(Object.fromEntries(some))),
  };
  return fc.record(parts, { requiredKeys: [] }).map((input) => Object.freeze(input));
}

/** The result of a request, or the group as it was when the request is refused. */
function outcome(current: Group, change: () => (before: Group) => Group): { after: Group; refused: boolean } {
  let after = current;
  const faults = faultsOf(() => {
    after = change()(current);
  });
  return { after, refused: faults.length > 0 };
}

/** As text, so that the order of targets and labels and labels such as `__proto__` count. */
function expectSame(one: Group, other: Group): void {
  expect(encodeFileSd(one)).toBe(encodeFileSd(other));
}

describe('laws of what a rule hands out', () => {
  const anyPrepared = fc.constantFrom(prepareReplace, prepareAdd, prepareRemove);

  test('what does not depend on the group that is there is the same for any', () => {
    fc.assert(
      fc.property(anyPrepared, anyKey, anyInput, anyGroup, (prepare, key, input, group) => {
        const faults = faultsOf(() => {
          const { dependsOnCurrent, apply } = atOnce(prepare(key, input));
          if (!dependsOnCurrent) expectSame(apply(group), apply(undefined));
          expect(dependsOnCurrent).toBe(
            prepare !== prepareReplace || input.targets === undefined || input.labels === undefined,
          );
        });
        fc.pre(faults.length === 0);
      }),
    );
  });

  test('it says what the group has afterwards without applying the change', () => {
    fc.assert(
      fc.property(anyPrepared, anyKey, anyCase, (prepare, key, { current, input }) => {
        const faults = faultsOf(() => {
          const { given, keeps, labelsAfter, apply } = atOnce(prepare(key, input));
          const after = apply(current);
          if (after === undefined) return;
          const kept = (current?.targets ?? []).filter(keeps);
          expect(new Set(after.targets)).toEqual(new Set([...kept, ...given.map(({ target }) => target)]));
          const labels = labelsAfter(current?.labels ?? {});
          const free = (of: object) =>
            Object.fromEntries(Object.entries(of).filter(([name]) => !isRequiredLabel(name)));
          expect(free(after.labels)).toEqual(free(labels));
        });
        fc.pre(faults.length === 0);
      }),
    );
  });
});

describe('laws of PUT', () => {
  test('PUT twice = PUT once', () => {
    fc.assert(
      fc.property(anyKey, anyCase, (key, { current, input }) => {
        const { after, refused } = outcome(current, () => replace(key, input));
        fc.pre(!refused);
        expectSame(replace(key, input)(after), after);
      }),
    );
  });

  test('PUT of what GET shows changes nothing', () => {
    fc.assert(fc.property(anyKey, anyGroup, (key, group) => isSameGroup(replace(key, group)(group), group)));
  });

  test('PUT of targets and labels does not depend on what was there', () => {
    fc.assert(
      fc.property(anyKey, anyGroup, anyTargets, anyLabels, (key, group, targets, labels) => {
        const change = replace(key, { targets, labels });
        expectSame(change(group), change(undefined));
      }),
    );
  });

  test('PUT of targets and PUT of labels do not touch each other', () => {
    fc.assert(
      fc.property(anyKey, anyGroup, anyTargets, anyLabels, (key, group, targets, labels) => {
        expectSame(
          replace(key, { labels })(replace(key, { targets })(group)),
          replace(key, { targets })(replace(key, { labels })(group)),
        );
      }),
    );
  });
});

describe('laws of POST and DELETE', () => {
  /** A group, and targets and labels that it has not. */
  const anyAddition = fc
    .record({ key: anyKey, group: anyGroup, targets: anyTargets, labels: anyFreeLabels })
    .map(({ key, group, targets, labels }) => ({
      key,
      group,
      targets: targets.filter((target) => !group.targets.includes(target)),
      labels: Object.fromEntries(Object.entries(labels).filter(([name]) => !Object.hasOwn(group.labels, name))),
    }))
    .filter(({ targets, labels }) => targets.length > 0 && Object.keys(labels).length > 0);

  test('POST then DELETE of the same = nothing', () => {
    fc.assert(
      fc.property(anyAddition, ({ key, group, targets, labels }) => {
        for (const input of [{ targets }, { labels }, { targets, labels }])
          expectSame(remove(key, input)(add(key, input)(group)), group);
      }),
    );
  });

  test('POST that creates a group with labels, then DELETE of the same = nothing', () => {
    fc.assert(
      fc.property(anyAddition, ({ key, targets, labels }) => {
        const input = { targets, labels };
        expect(remove(key, input)(add(key, input)(undefined))).toBeUndefined();
      }),
    );
  });

  test('POST of targets one by one = POST of them all', () => {
    fc.assert(
      fc.property(anyAddition, fc.boolean(), ({ key, group, targets }, isNew) => {
        const start = isNew ? undefined : group;
        const oneByOne = targets.reduce<Group>((before, target) => add(key, { targets: [target] })(before), start);
        expectSame(oneByOne, add(key, { targets })(start));
      }),
    );
  });

  test('POST of targets then of labels = POST of both', () => {
    fc.assert(
      fc.property(anyAddition, ({ key, group, targets, labels }) => {
        expectSame(add(key, { labels })(add(key, { targets })(group)), add(key, { targets, labels })(group));
      }),
    );
  });

  test('POST twice is refused and changes nothing', () => {
    fc.assert(
      fc.property(anyAddition, ({ key, group, targets, labels }) => {
        for (const input of [{ targets }, { labels }, { targets, labels }])
          expect(outcome(add(key, input)(group), () => add(key, input)).refused).toBe(true);
      }),
    );
  });

  test('POST to nothing = PUT to nothing', () => {
    fc.assert(
      fc.property(anyAddition, ({ key, targets, labels }) => {
        for (const input of [{ targets }, { targets, labels }])
          expectSame(add(key, input)(undefined), replace(key, input)(undefined));
      }),
    );
  });

  test('DELETE keeps the order of the targets that stay', () => {
    fc.assert(
      fc.property(
        anyKey,
        anyGroup.chain((group) =>
          fc.tuple(fc.constant(group), fc.shuffledSubarray([...group.targets], { minLength: 1 })),
        ),
        (key, [group, targets]) => {
          fc.pre(targets.length < group.targets.length);
          expectSame(remove(key, { targets })(group), {
            ...group,
            targets: group.targets.filter((target) => !targets.includes(target)),
          });
        },
      ),
    );
  });

  test('DELETE of targets one by one = DELETE of them all', () => {
    fc.assert(
      fc.property(anyAddition, ({ key, group, targets }) => {
        const more = add(key, { targets })(group);
        const oneByOne = targets.reduce<Group>((before, target) => remove(key, { targets: [target] })(before), more);
        expectSame(oneByOne, remove(key, { targets })(more));
      }),
    );
  });

  test('DELETE of what GET shows = DELETE of the group', () => {
    fc.assert(
      fc.property(anyKey, anyGroup, (key, group) => {
        expect(remove(key, group)(group)).toBeUndefined();
        expect(remove(key, undefined)(group)).toBeUndefined();
      }),
    );
  });
});

describe('laws of every change', () => {
  test('what is given is never changed, and the same again gives the same', () => {
    fc.assert(
      fc.property(anyVerb, anyKey, anyCase, (verb, key, { current, input }) => {
        const first = outcome(current, () => verb(key, input));
        const again = outcome(current, () => verb(key, input));
        expect(again.refused).toBe(first.refused);
        expectSame(again.after, first.after);
      }),
    );
  });

  test('a group always has targets, none twice, and job and env that are not empty', () => {
    fc.assert(
      fc.property(anyVerb, anyKey, anyCase, (verb, key, { current, input }) => {
        const { after } = outcome(current, () => verb(key, input));
        fc.pre(after !== undefined);
        expect(after.targets.length).toBeGreaterThan(0);
        expect(new Set(after.targets).size).toBe(after.targets.length);
        expect(after.targets.filter((target) => 'reason' in parseTarget(target))).toEqual([]);
        expect(after.labels['job']).not.toBe('');
        expect(after.labels['env']).not.toBe('');
        expect(Object.keys(after.labels)).toEqual(expect.arrayContaining(['job', 'env']));
      }),
    );
  });

  test('every result is file_sd text that says the same', () => {
    fc.assert(
      fc.property(anyVerb, anyKey, anyCase, (verb, key, { current, input }) => {
        const { after } = outcome(current, () => verb(key, input));
        const decoded = decodeFileSd(encodeFileSd(after));
        expect(isSameGroup(decoded, after)).toBe(true);
        expectSame(decoded, after);
      }),
    );
  });

  test('a request that is refused leaves what GET shows untouched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('replace', 'add', 'remove'), anyKey, anyCase, async (verb, key, known) => {
        const { current, input } = known;
        const service = new TargetGroupService(new InMemoryTargetGroupStore());
        if (current !== undefined) await service.replace(key, current);
        const before = (await service.show(key))?.group;
        const isRefused = await service[verb](key, input).then(
          () => false,
          () => true,
        );
        fc.pre(isRefused);
        expectSame((await service.show(key))?.group, before);
      }),
    );
  });
});

describe('a change that may be repeated', () => {
  test.each([
    ['ensure', ensure, add],
    ['withdraw', withdraw, remove],
  ] as const)('%s does what its counterpart does where that is accepted', (_, repeatable, change) => {
    fc.assert(
      fc.property(anyKey, anyCase, (key, { current, input }) => {
        const { after, refused } = outcome(current, () => change(key, input));
        if (!refused) expectSame(repeatable(key, input)(current), after);
      }),
    );
  });

  test.each([
    ['ensure', ensure],
    ['withdraw', withdraw],
  ] as const)('%s changes nothing the second time', (_, repeatable) => {
    fc.assert(
      fc.property(anyKey, anyCase, (key, { current, input }) => {
        const { after, refused } = outcome(current, () => repeatable(key, input));
        if (!refused) expect(repeatable(key, input)(after)).toBe(after);
      }),
    );
  });
});
