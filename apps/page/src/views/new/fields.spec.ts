import { faultsOfFields, groupOf, isComplete } from './fields.js';

const KEY = { application: 'payments', environment: 'prod' };
const EMPTY = { key: { application: '', environment: '' }, targets: '', rows: [] };

test('what is empty is not wrong, but not complete either', () => {
  expect(faultsOfFields(EMPTY)).toEqual([]);
  expect(isComplete(EMPTY)).toBe(false);
  expect(isComplete({ key: KEY, targets: ' , a:1', rows: [] })).toBe(true);
});

test('targets stand with spaces, commas or lines between them, and empty rows do not count', () => {
  const fields = {
    key: KEY,
    targets: 'a:1, b:2\nc\ta:1',
    rows: [
      ['team', 'core'],
      ['', ''],
    ] as const,
  };
  expect(groupOf(fields)).toEqual({ targets: ['a:1', 'b:2', 'c'], labels: { team: 'core' } });
});

test('each fault is about a field, in the words of the rules', () => {
  const fields = {
    key: { application: 'a\u0007', environment: 'prod' },
    targets: 'h:0',
    rows: [
      ['a-b', ''],
      ['x', '1'],
      ['x', '2'],
    ] as const,
  };
  expect(faultsOfFields(fields).map(({ path, code }) => [path, code])).toEqual([
    ['application', 'invalid_name'],
    ['labels.x', 'label_repeated'],
    ['targets[0]', 'invalid_target'],
    ['labels.a-b', 'invalid_label_name'],
  ]);
});
