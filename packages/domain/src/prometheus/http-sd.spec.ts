import fc from 'fast-check';
import { anyGroup, anyKey } from '../../testing/index.js';
import { groupKey } from '../groups/target-group.js';
import { APPLICATION_LABEL, encodeHttpSdGroup, ENVIRONMENT_LABEL } from './http-sd.js';

const key = groupKey('shop', 'prod');

test('a group is one line with its labels in the order of their names, then those that name it', () => {
  const group = { targets: ['b:1', 'a:1'], labels: { job: 'x', env: 'y', a: 'line\nbreak' } };
  expect(encodeHttpSdGroup({ key, group })).toBe(
    '{"targets":["b:1","a:1"],"labels":{"a":"line\\nbreak","env":"y","job":"x",' +
      '"__meta_target_eye_application":"shop","__meta_target_eye_environment":"prod"}}',
  );
});

test('a label with the name __proto__ is kept', () => {
  const labels = Object.fromEntries([['__proto__', 'own']]);
  expect(encodeHttpSdGroup({ key, group: { targets: [], labels } })).toContain('"__proto__":"own"');
});

test('every group has its own targets and labels, and names that no label of it can replace', () => {
  fc.assert(
    fc.property(anyKey, anyGroup, (of, { targets, labels }) => {
      const group = { targets, labels: { ...labels, [APPLICATION_LABEL]: 'another' } };
      const { application, environment } = of;
      expect(JSON.parse(encodeHttpSdGroup({ key: of, group }))).toEqual({
        targets,
        labels: { ...labels, [APPLICATION_LABEL]: application, [ENVIRONMENT_LABEL]: environment },
      });
    }),
  );
});
