import { ownLabels } from './own-labels.js';

test('labels that repeat the names are not shown', () => {
  const group = { application: 'a', environment: 'prod', labels: { job: 'a', env: 'dev', team: 'x' } };
  expect(ownLabels(group, group)).toEqual([
    ['env', 'dev'],
    ['team', 'x'],
  ]);
});

test('a copy takes the labels that do not follow from the names', () => {
  const labels = { job: 'payments', env: 'staging', team: 'core' };
  expect(ownLabels({ labels }, { application: 'payments', environment: 'prod' })).toEqual([
    ['env', 'staging'],
    ['team', 'core'],
  ]);
});
