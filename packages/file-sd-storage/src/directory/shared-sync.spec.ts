import fc from 'fast-check';
import { SharedSync } from './shared-sync.js';

describe('a shared sync', () => {
  test('resolves only after a run that began after the call, and never runs twice at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 20 }), async (s, count) => {
        let [done, covered, isRunning] = [0, 0, false];
        const shared = new SharedSync(async () => {
          const seen = done;
          expect(isRunning).toBe(false);
          isRunning = true;
          await s.schedule(Promise.resolve(), 'fsync');
          isRunning = false;
          covered = Math.max(covered, seen);
        });
        const callers = Array.from({ length: count }, async () => {
          await s.schedule(Promise.resolve(), 'rename');
          done += 1;
          const mine = done;
          await shared.join();
          expect(covered).toBeGreaterThanOrEqual(mine);
        });
        await s.waitFor(Promise.all(callers));
      }),
    );
  });

  test('serves all that wait together with one run', async () => {
    const sync = jest.fn(() => Promise.resolve());
    const shared = new SharedSync(sync);
    await Promise.all([shared.join(), shared.join(), shared.join()]);
    expect(sync).toHaveBeenCalledTimes(1);
    await shared.join();
    expect(sync).toHaveBeenCalledTimes(2);
  });

  test('fails for those who waited for it, and runs again for the next', async () => {
    const sync = jest.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('EIO'));
    const shared = new SharedSync(sync);
    await expect(shared.join()).rejects.toThrow('EIO');
    await expect(shared.join()).resolves.toBeUndefined();
  });
});
