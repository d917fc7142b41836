export { FileSdTargetGroupStore } from './file-sd-target-group-store.js';
export { DirectoryUnusableError } from './file-sd-directory.js';
export type { StorageLog, UnreadableGroup } from './group-files.js';
