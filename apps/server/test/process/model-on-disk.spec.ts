import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenTargetGroupStore } from '@target-eye/domain/testing';
import { FileSdTargetGroupStore } from '@target-eye/file-sd-storage';
import { openServiceLog } from '../../src/logging/logger.js';
import { runModel } from '../support/model.js';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'target-eye-model-'));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

/** A store on a directory, and the directory, to open it again. */
interface OpenOnDisk extends OpenTargetGroupStore {
  readonly path: string;
}

function openAt(path: string): OpenOnDisk {
  const store = new FileSdTargetGroupStore(
    path,
    openServiceLog({ level: 'error', format: 'text', destination: '-', journalStream: undefined }).logger,
  );
  return { path, store, close: () => store.close() };
}

test('the service on a directory, restarted now and then, does what the contract says', async () => {
  await runModel({
    open: () => Promise.resolve(openAt(mkdtempSync(join(home, 'run-')))),
    restart: async (open) => {
      await open.close();
      return openAt((open as OpenOnDisk).path);
    },
    numRuns: 40,
  });
});
