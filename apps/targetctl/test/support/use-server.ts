import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../../server/test/support/running-server.js';

/** One service for all tests of a file; each of them uses groups of its own. */
export function useServer(environment: Readonly<Record<string, string>> = {}): () => RunningServer {
  const home = mkdtempSync(join(tmpdir(), 'target-eye-'));
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ FILE_SD_DIRECTORY: join(home, 'file_sd'), ...environment });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });
  return () => server;
}
