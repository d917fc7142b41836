/** What the client hands to `fetch`. */
export interface FetchOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** What the client reads of a `Response`. */
export interface FetchAnswer {
  readonly status: number;
  readonly type: string;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** The part of `fetch` that the client uses, so that the one of undici and others fit too. */
export type Fetch = (url: string, options: FetchOptions) => Promise<FetchAnswer>;
