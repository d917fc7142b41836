import { meantKey } from './meant-key.js';

// cspell:ignore taregts tragets traget tagets targtes targts trgts targetss rargets argets atrgets lables lable labls laabels
test.each([
  'target',
  'Target',
  'Targets',
  'TARGETS',
  'targets[]',
  'target[]',
  'targets[0]',
  'taregts',
  'tragets',
  'traget',
  'tagets',
  'targtes',
  'targts',
  'trgts',
  'targetss',
  'rargets',
  'argets',
  'atrgets',
])('%s is meant to be targets', (name) => {
  expect(meantKey(name)).toBe('targets');
});

test.each(['labels', 'Labels', 'label', 'LABEL', 'labels[]', 'labels[team]', 'lables', 'lable', 'labls', 'laabels'])(
  '%s is meant to be labels',
  (name) => {
    expect(meantKey(name)).toBe('labels');
  },
);

test.each([
  ['', 'team', 'tier', 'tags', 'table', 'tables', 'tablet', 'ticket', 'tickets', 'tenant', 'tenants', 'triggers'],
  [
    'market',
    'markets',
    'gadget',
    'budget',
    'carpets',
    'target_os',
    'target_id',
    'target_2',
    '__param_target',
    'targeting',
  ],
  ['level', 'levels', 'layer', 'layers', 'lab', 'labs', 'lanes', 'babel', 'cable', 'cables', 'model', 'labels_x', 'x'],
  ['[', '[targets]', 't'.repeat(10_000_000)],
])('what may be an honest label is taken for one: %p, …', (...names) => {
  expect(names.filter((name) => meantKey(name) !== undefined)).toEqual([]);
});
