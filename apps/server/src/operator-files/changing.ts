/** What somebody does about a value that may change while the service runs. */
export interface Follower<Value> {
  /** Refuses a later value by throwing, before anybody has acted on it. */
  readonly check?: (next: Value) => void;
  /** Acts on a later value, which everybody has accepted and which is `current` by then. It must not throw. */
  readonly apply?: (next: Value) => void;
}

/** A value that may change while the service runs: only when everybody who follows it accepts the next one. */
export interface Changing<Value> {
  readonly current: Value;
  /** Followers do not depend on the order in which they come. */
  follow(follower: Follower<Value>): void;
}

/** A part of a value, which changes with it. */
export function partOf<Whole, Part>(whole: Changing<Whole>, part: (value: Whole) => Part): Changing<Part> {
  return {
    get current() {
      return part(whole.current);
    },
    follow: ({ check, apply }) => {
      whole.follow({
        check: (next) => check?.(part(next)),
        apply: (next) => apply?.(part(next)),
      });
    },
  };
}
