import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new directory for each test, gone after it. */
export function useTemporaryDirectory(): () => string {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'target-eye-'));
    // As a directory that Prometheus may read.
    chmodSync(path, 0o755);
  });
  afterEach(() => {
    // A service may still be there, and write.
    rmSync(path, { recursive: true, force: true, maxRetries: 10 });
  });
  return () => path;
}
