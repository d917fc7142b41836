import { describeTargetGroupStore, InMemoryTargetGroupStore } from './index.js';

describeTargetGroupStore('InMemoryTargetGroupStore', () =>
  Promise.resolve({ store: new InMemoryTargetGroupStore(), close: () => Promise.resolve() }),
);
