export { InMemoryTargetGroupStore } from './in-memory-target-group-store.js';
