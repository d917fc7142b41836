export { FileSdTargetGroupStore } from './store/file-sd-target-group-store.js';
export { DirectoryUnusableError } from './directory/directory-claim.js';
export type { LastChange, StorageLog, UnreadableGroup } from './memory/group-files.js';
export type { StorageEvents } from './storage-events.js';
