export {
  anyCharacter,
  anyFreeLabels,
  anyGroup,
  anyInput,
  anyKey,
  anyLabelName,
  anyLabels,
  anyLabelValue,
  anyTarget,
  anyTargets,
} from './arbitraries.js';
export { codesOf, faultsOf } from './faults-of.js';
export { sha256 } from './hash.js';
export { InMemoryTargetGroupStore } from './in-memory-target-group-store.js';
export { describeTargetGroupStore, type OpenTargetGroupStore } from './target-group-store-contract.js';
export { until } from './until.js';
