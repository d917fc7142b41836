export { FileSdTargetGroupStore } from './store/file-sd-target-group-store.js';
export { FileSdGroupPublisher } from './publisher/file-sd-group-publisher.js';
export { checkKey, FileSdGroupNames } from './publisher/file-sd-group-names.js';
export { DirectoryUnusableError } from './directory/directory-unusable-error.js';
export type { StorageLog } from '@target-eye/domain';
export type { StorageEvents } from './storage-events.js';
export { WriteThread } from './writer/write-thread.js';
export { type DirectoryReading, readDirectory } from './memory/read-directory.js';
export { type DirectoryHolder, holderOf } from './directory/directory-holder.js';
