import type { StorageLog } from '../src/index.js';

/** What a log was told. */
export interface RecordedLog extends StorageLog {
  readonly lines: { readonly level: 'info' | 'warn'; readonly message: string; readonly details: object }[];
}

export function recordingLog(): RecordedLog {
  const lines: RecordedLog['lines'] = [];
  return {
    lines,
    info: (message, details) => void lines.push({ level: 'info', message, details }),
    warn: (message, details) => void lines.push({ level: 'warn', message, details }),
  };
}
