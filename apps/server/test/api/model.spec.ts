import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { runModel, serve } from '../support/model.js';

test('the REST API does what the contract says', async () => {
  await runModel({
    open: () => serve({ store: new InMemoryTargetGroupStore(), close: () => Promise.resolve() }),
    numRuns: 80,
  });
});
