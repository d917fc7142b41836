import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { runModel } from '../support/model.js';

test('the REST API does what the contract says', async () => {
  await runModel({
    open: () => Promise.resolve({ store: new InMemoryTargetGroupStore(), close: () => Promise.resolve() }),
    numRuns: 80,
  });
});
