export { FileSdTargetGroupStore } from './file-sd-target-group-store.js';
export { DirectoryUnusableError } from './directory-claim.js';
export type { LastChange, StorageLog, UnreadableGroup } from './group-files.js';
export type { StorageMetrics } from './storage-metrics.js';
