import { setImmediate as pause } from 'node:timers/promises';

/** The metrics as text for Prometheus, and what kind of text it is. */
export interface Exposition {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/**
 * Makes the text once for all who ask for it at the same time. It is begun when those whose requests have come are all
 * heard, so that it never shows less than what was there when somebody asked.
 */
export class SharedExposition {
  private inFlight: Promise<Buffer> | undefined;

  constructor(private readonly exposition: Exposition) {}

  get contentType(): string {
    return this.exposition.contentType;
  }

  /** The text in UTF-8, which belongs to all who get it. */
  metrics(): Promise<Buffer> {
    this.inFlight ??= this.make().finally(() => {
      this.inFlight = undefined;
    });
    return this.inFlight;
  }

  private async make(): Promise<Buffer> {
    await pause();
    return Buffer.from(await this.exposition.metrics());
  }
}
