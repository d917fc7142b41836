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
export { describeGroupPublisher, type OpenGroupPublisher } from './group-publisher-contract.js';
export {
  answerOf,
  discovered,
  PUBLISHED,
  READS_FILES,
  scraped,
  type Shown,
  shown,
  storedGroup,
  viewOf,
} from './prometheus-answer.js';
export { sha256 } from './hash.js';
export { InMemoryGroupPublisher } from './in-memory-group-publisher.js';
export { InMemoryPrometheus, type Says } from './in-memory-prometheus.js';
export { InMemoryTargetGroupStore } from './in-memory-target-group-store.js';
export { ManualClock, settle } from './manual-clock.js';
export { type RecordedLog, recordingLog } from './recording-log.js';
export { describeTargetGroupStore, type OpenTargetGroupStore } from './target-group-store-contract.js';
export { until } from './until.js';
