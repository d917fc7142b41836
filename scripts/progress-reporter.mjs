import { basename } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';

/** A reporter for Jest that says now and then how far the tests are, so that a long run never looks as if it hung. */
export default class ProgressReporter {
  #running = new Set();
  #counts = { specs: 0, tests: 0, failed: 0 };
  // A single worker shares the process with the tests, and some of them catch what is written.
  #write = process.stderr.write.bind(process.stderr);
  #every;
  #timer;

  /** @param options `every` is how long a run may be silent, in milliseconds */
  constructor(_, { every = 20_000 } = {}) {
    this.#every = every;
  }

  onRunStart({ numTotalTestSuites }) {
    const begin = Date.now();
    this.#timer = setInterval(() => {
      const { specs, tests, failed } = this.#counts;
      const seconds = Math.round((Date.now() - begin) / 1000);
      const names = [...this.#running].map((path) => basename(path, '.spec.ts')).join(', ');
      this.#write(
        `${seconds} s: ${specs} of ${numTotalTestSuites} specs done, ${tests} tests passed, ${failed} failed; running: ${names}\n`,
      );
    }, this.#every);
  }

  onTestFileStart({ path }) {
    this.#running.add(path);
  }

  onTestCaseResult(_, { status }) {
    if (status === 'passed') this.#counts.tests += 1;
    if (status === 'failed') this.#counts.failed += 1;
  }

  onTestFileResult({ path }) {
    this.#running.delete(path);
    this.#counts.specs += 1;
  }

  onRunComplete() {
    clearInterval(this.#timer);
  }
}
