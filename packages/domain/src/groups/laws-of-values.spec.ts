import fc from 'fast-check';
import {
  anyCharacter,
  anyGroup,
  anyKey,
  anyLabels,
  anyTarget,
  anyTargets,
  codesOf,
  sha256,
} from '../../testing/index.js';
import { replace } from '../changes/replace.js';
import { encodeFileSd } from '../prometheus/file-sd.js';
import { revisionOf } from './revision.js';
import { isSameGroup, isShownAlike, type TargetGroup } from './target-group.js';
import { parseTarget } from './target.js';

describe('laws of targets', () => {
  test('every target made up for these laws is one', () => {
    fc.assert(
      fc.property(anyTarget, (target) => !('reason' in parseTarget(target))),
      { numRuns: 1000 },
    );
  });

  test('what is accepted holds no white space, slash, comma, control character or anything beyond ASCII', () => {
    const anyPiece = fc.constantFrom(
      'a',
      '1',
      '.',
      ':',
      '[',
      ']',
      '-',
      '_',
      '::',
      '80',
      '10.0.0.1',
      ' ',
      '/',
      ',',
      '%',
    );
    const anyText = fc.array(anyPiece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const anySpoiltTarget = fc
      .tuple(anyTarget, fc.nat(), fc.string({ unit: anyCharacter, maxLength: 1 }))
      .map(([target, somewhere, sign]) => {
        const at = somewhere % (target.length + 1);
        return target.slice(0, at) + sign + target.slice(at);
      });
    fc.assert(
      fc.property(
        fc.oneof(anyText, anySpoiltTarget),
        (text) => 'reason' in parseTarget(text) || /^[a-zA-Z0-9_.:[\]-]+$/.test(text),
      ),
      { numRuns: 2000 },
    );
  });

  test('a comma-separated list with white space around its targets is the list', () => {
    fc.assert(
      fc.property(anyKey, anyTargets, (key, targets) => {
        const inOneElement = replace(key, { targets: [` ${targets.join('\t, ')}\n`] });
        expect(inOneElement(undefined).targets).toEqual(targets);
      }),
    );
  });
});

describe('laws of labels', () => {
  test('every legal label comes back with its value, whatever its name', () => {
    fc.assert(
      fc.property(anyKey, anyTargets, anyLabels, (key, targets, labels) => {
        const group = replace(key, { targets, labels })(undefined);
        const required = Object.entries({ job: key.application, env: key.environment });
        const expected = new Map([...required, ...Object.entries(labels)]);
        expect(new Map(Object.entries(group.labels))).toEqual(expected);
      }),
    );
  });

  test('one illegal label is enough to refuse them all', () => {
    const anyIllegal = fc.constantFrom(
      '__address__',
      '__name__',
      '__meta_filepath',
      '__unix_socket__',
      'a-b',
      '',
      'a\n',
    );
    fc.assert(
      fc.property(anyKey, anyTargets, anyLabels, anyIllegal, (key, targets, labels, name) => {
        const refused = codesOf(() => replace(key, { targets, labels: { ...labels, [name]: 'x' } }));
        expect(refused).toHaveLength(1);
        expect(refused[0]).toContain(`labels.${name}`.trimEnd());
      }),
    );
  });
});

describe('laws of groups', () => {
  test('a group is the same as itself, its labels in any order', () => {
    fc.assert(
      fc.property(anyGroup, (group) => {
        const turned = { ...group, labels: Object.fromEntries(Object.entries(group.labels).reverse()) };
        expect(isSameGroup(group, turned)).toBe(true);
        expect(isSameGroup(turned, group)).toBe(true);
      }),
    );
  });

  test('groups have the same revision exactly if they are shown alike, which same groups need not be', () => {
    const anyOther = (group: TargetGroup) =>
      fc.oneof(
        anyGroup,
        fc
          .shuffledSubarray(Object.entries(group.labels), { minLength: Object.keys(group.labels).length })
          .map((labels) => ({ ...group, labels: Object.fromEntries(labels) })),
      );
    const anyTwo = anyGroup.chain((group) => fc.tuple(fc.constant(group), anyOther(group)));
    fc.assert(
      fc.property(anyTwo, ([one, other]) => {
        const isShownTheSame = encodeFileSd(one) === encodeFileSd(other);
        expect(isShownAlike(one, other)).toBe(isShownTheSame);
        expect(revisionOf(one, sha256) === revisionOf(other, sha256)).toBe(isShownTheSame);
        expect(isShownAlike(one, undefined)).toBe(false);
      }),
    );
    expect(isShownAlike(undefined, undefined)).toBe(true);
  });

  test('a group is not the same as one with a target or a label more', () => {
    fc.assert(
      fc.property(anyGroup, (group) => {
        const longer = { ...group, targets: [...group.targets, 'one.more'] };
        const richer = { ...group, labels: { ...group.labels, one_more_label_than_any_other: '' } };
        for (const other of [longer, richer, undefined]) {
          expect(isSameGroup(group, other)).toBe(false);
          expect(isSameGroup(other, group)).toBe(false);
        }
      }),
    );
  });
});
