import { faultsInTargets, placed } from './check.js';

test.each([
  [
    { path: 'groups[0].x', message: 'groups[0].x is no key' },
    { path: '', message: 'groups[3].x is no key' },
  ],
  [{ path: 'groups[0].targets[1]', message: '"h:x" is not a target' }, undefined],
  [{ path: '', message: 'there is no space left' }, undefined],
])('the place of %j is said once', (fault, expected) => {
  const placeOf = (path: string): string => path.replace('groups[0]', 'groups[3]');
  expect(placed(fault, placeOf)).toEqual(expected ?? { ...fault, path: placeOf(fault.path) });
});

test('targets are checked before their group has a name', () => {
  const group = { application: '', environment: '', targets: ['h:1', 'http://bad'] };
  expect(faultsInTargets([group]).map(({ path }) => path)).toEqual(['groups[0].targets[1]']);
});
