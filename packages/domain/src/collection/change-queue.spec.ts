import fc from 'fast-check';
import { ChangeQueue } from './change-queue.js';

describe('the change queue', () => {
  test('commits the jobs of one name in order, one batch after another, and loses none, whatever finishes first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 20 }),
        async (s, names) => {
          const committed: string[] = [];
          const running = new Set<string>();
          const queue = new ChangeQueue<number>(async (name, jobs) => {
            expect(running).not.toContain(name);
            running.add(name);
            await s.schedule(Promise.resolve(), `commit ${name}`);
            running.delete(name);
            committed.push(...jobs.map((job) => `${name}${String(job)}`));
          });
          const pushes = s.scheduleSequence(
            names.map((name, index) => () => {
              queue.push(name, index);
              return Promise.resolve();
            }),
          );
          await s.waitFor(pushes.task);
          await s.waitFor(queue.whenIdle());
          for (const name of ['a', 'b', 'c']) {
            const pushed = names.flatMap((other, index) => (other === name ? [`${name}${String(index)}`] : []));
            expect(committed.filter((job) => job.startsWith(name))).toEqual(pushed);
          }
        },
      ),
    );
  });

  test('puts what waits together into one batch, and does not let names wait for each other', async () => {
    const batches: string[] = [];
    const finish = new Map<string, () => void>();
    const queue = new ChangeQueue<number>(async (name, jobs) => {
      batches.push(`${name}: ${jobs.join(' ')}`);
      await new Promise<void>((resolve) => finish.set(name, resolve));
    });
    queue.push('a', 1);
    queue.push('a', 2);
    queue.push('a', 3);
    queue.push('b', 4);
    expect(batches).toEqual(['a: 1', 'b: 4']);
    finish.get('a')?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(batches).toEqual(['a: 1', 'b: 4', 'a: 2 3']);
  });

  test('is idle at once when nothing was pushed', async () => {
    await expect(new ChangeQueue(() => Promise.resolve()).whenIdle()).resolves.toBeUndefined();
  });
});
