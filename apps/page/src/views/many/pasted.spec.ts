import fc from 'fast-check';
import { formOf, groupOfHosts, groupsIn, hostsIn } from './pasted.js';
import { readPasted } from './yaml.js';

const NO_NAMES = { application: '', environment: '' };

test.each([
  ['[{"application":"a"}]', 'JSON'],
  ['\n  {"groups": []}', 'JSON'],
  ['[]', 'JSON'],
  ['[::1]:9100\n[fe80::2]:9100', 'hosts'],
  ['a.example.org:9100', 'hosts'],
  ['# my hosts\na:9100, b:9100 c', 'hosts'],
  ['- a:9100\n- b:9100', 'hosts'],
  ['groups:\n- application: a', 'YAML'],
  ['- targets: [a:9100]', 'YAML'],
  ['---\n- x', 'YAML'],
  ['- labels:\n    job: x\n  targets:\n  - a:1', 'YAML'],
] as const)('%j is taken for %s', (text, form) => {
  expect(formOf(text)).toBe(form);
});

test('hosts stand with spaces, commas or lines between them, and each counts once', () => {
  const host = fc.constantFrom('a', 'a:9100', '[::1]:9100', 'host-1.example.org', '10.0.0.1:80');
  const between = fc.constantFrom(' ', ',', '\n', '\r\n', ' , ', '\n\n', '\n- ', ' # a comment, b\n', '" "');
  fc.assert(
    fc.property(fc.array(fc.tuple(host, between)), (pairs) => {
      const text = pairs.flat().join('');
      expect([...hostsIn(text).keys()]).toEqual([...new Set(pairs.map(([each]) => each))]);
    }),
  );
});

test('a fault of a list of hosts is on the line of the host', () => {
  const { groups, placeOf } = groupOfHosts('a\n\nb c\nd', { application: 'x', environment: 'y' });
  expect(groups).toEqual([{ application: 'x', environment: 'y', targets: ['a', 'b', 'c', 'd'] }]);
  expect(placeOf('groups[0].targets[2]')).toBe('line 3');
  expect(placeOf('groups[0].application')).toBe('application');
});

describe('groups', () => {
  const name = fc.constantFrom('a', 'b');
  const labels = fc.record({ job: name, env: name }, { noNullPrototype: true });
  const fileSd = fc.record({ targets: fc.array(fc.string(), { minLength: 1 }), labels }, { noNullPrototype: true });

  test('of the bulk request are sent as they are', () => {
    const group = fc.record(
      { application: name, environment: name, targets: fc.array(fc.string()), labels },
      { requiredKeys: ['application', 'environment', 'targets'], noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(group), (list) => {
        for (const value of [list, { groups: list }])
          expect(groupsIn(value, NO_NAMES)).toMatchObject({
            groups: list,
            hasForm: true,
            isUnnamed: false,
            isAsSent: true,
          });
      }),
    );
  });

  test('of file_sd keep every target, and a fault is where it is in the text', () => {
    fc.assert(
      fc.property(fc.array(fileSd), (list) => {
        const { groups, placeOf } = groupsIn(list, NO_NAMES);
        expect(new Set(groups.map(({ application, environment }) => `${application}/${environment}`)).size).toBe(
          groups.length,
        );
        for (const [index, group] of groups.entries())
          for (const [at, target] of group.targets.entries()) {
            const place = placeOf(`groups[${String(index)}].targets[${String(at)}]`);
            const [, element, own] = /^groups\[(\d+)\]\.targets\[(\d+)\]$/.exec(place) ?? [];
            expect(list[Number(element)]?.targets[Number(own)]).toBe(target);
          }
        expect(groups.flatMap(({ targets }) => targets)).toHaveLength(list.flatMap(({ targets }) => targets).length);
      }),
    );
  });

  test('of file_sd with other labels stay apart, so that the service refuses the second', () => {
    const list = [
      { targets: ['x'], labels: { job: 'a', env: 'b' } },
      { targets: ['y'], labels: { job: 'a', env: 'b', team: 'c' } },
    ];
    expect(groupsIn(list, NO_NAMES).groups).toHaveLength(2);
  });

  test('without a name get the one that is given', () => {
    const names = { application: 'a', environment: 'b' };
    const { groups, isUnnamed } = groupsIn({ targets: ['x'] }, names);
    expect(groups).toEqual([{ ...names, targets: ['x'] }]);
    expect(isUnnamed).toBe(true);
  });

  test.each([[1], ['x'], [{ groups: 1 }], [[{ application: 'a', environment: 'b', targets: 'x' }]], [[null]]])(
    '%j is for the service to refuse',
    (value) => {
      expect(groupsIn(value, NO_NAMES).hasForm).toBe(false);
    },
  );
});

describe('a text', () => {
  const GROUP = { application: 'a', environment: 'b', targets: ['x:1'], labels: { version: '1.10' } };

  test.each([
    ['JSON', JSON.stringify([GROUP])],
    ['YAML', '- application: a\n  environment: b\n  targets: [x:1]\n  labels:\n    version: 1.10'],
    ['YAML', '[{application: a, environment: b, targets: ["x:1"], labels: {version: 1.10}},]'],
  ] as const)('in %s holds the same groups: %j', (form, text) => {
    const read = readPasted(text, NO_NAMES);
    expect(read).toMatchObject({ form, groups: { groups: [GROUP], hasForm: true } });
  });

  test.each([
    ['{"groups": [\n{"application" "a"}]}', /^the text is not JSON: .*(?:line 2|position 28)/],
    ['groups:\n- application: a: b', /^the text is not YAML: .* at line 2, column 16$/],
    ['groups:\n- targets: !vault x', /^the text is not YAML: .*!vault at line 2/],
    ['groups: *x', /^the text is not YAML: /],
  ])('%j is at fault: %s', (text, fault) => {
    expect(readPasted(text, NO_NAMES)).toEqual(
      expect.objectContaining({ fault: expect.stringMatching(fault) as string }),
    );
  });
});
