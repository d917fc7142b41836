import type { Clock, ObservedPrometheus, PrometheusFacts, PrometheusView } from '../src/index.js';

/** What a Prometheus says at a moment: what it shows, or why it does not answer. */
export type Says = PrometheusView | Pick<PrometheusFacts, 'state' | 'reason'>;

/** The port without a Prometheus: it says what a test lets it say, after the time that it takes. */
export class InMemoryPrometheus implements ObservedPrometheus {
  /** How many questions it was asked, without those that an answer of before was good enough for. */
  questions = 0;
  /** How long an answer takes, in seconds. */
  takes = 0;
  private last: PrometheusFacts | undefined;
  private underWay: Promise<PrometheusFacts> | undefined;

  constructor(
    private readonly clock: Clock,
    /** Called when an answer is due, with the moment of the question. */
    public says: (askedAt: number) => Says,
    readonly url = 'http://localhost:9090',
  ) {}

  facts(maxAge: number): Promise<PrometheusFacts> {
    if (this.underWay !== undefined) return this.underWay;
    if (this.last !== undefined && this.clock.now() - this.last.askedAt <= maxAge) return Promise.resolve(this.last);
    this.underWay = this.ask().finally(() => {
      this.underWay = undefined;
    });
    return this.underWay;
  }

  known(): PrometheusFacts | undefined {
    return this.last;
  }

  private async ask(): Promise<PrometheusFacts> {
    this.questions += 1;
    const askedAt = this.clock.now();
    if (this.takes > 0)
      await new Promise<void>((resolve) => {
        this.clock.after(this.takes, resolve);
      });
    const said = this.says(askedAt);
    this.last =
      'state' in said
        ? { url: this.url, askedAt, ...said, view: undefined }
        : { url: this.url, askedAt, state: 'ok', reason: undefined, view: said };
    return this.last;
  }
}
