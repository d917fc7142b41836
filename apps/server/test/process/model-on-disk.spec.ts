import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSdTargetGroupStore } from '@target-eye/file-sd-storage';
import { openServiceLog } from '../../src/logging/logger.js';
import { type ModelledService, runModel, serve } from '../support/model.js';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'target-eye-model-'));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

function serveFrom(path: string): Promise<ModelledService> {
  const store = new FileSdTargetGroupStore(
    path,
    openServiceLog({ level: 'error', format: 'text', destination: '-', journalStream: undefined }).logger,
  );
  return serve({ store, close: () => store.close() });
}

test('the service on a directory, restarted now and then, does what the contract says', async () => {
  let path = '';
  await runModel({
    open: () => {
      path = mkdtempSync(join(home, 'run-'));
      return serveFrom(path);
    },
    restart: async (service) => {
      await service.close();
      return serveFrom(path);
    },
    numRuns: 40,
  });
});
