/** Depends on a value that may change while the service runs. */
export interface Follower<Value> {
  /** Refuses the next value by throwing, before anybody acts on it. */
  readonly check?: (next: Value) => void;
  /** Acts on the next value, which all followers have accepted, and which is `current` by then. It must not throw. */
  readonly apply?: (next: Value) => void;
}

/** A value that may change while the service runs. The next value counts only when all followers accept it. */
export interface Changing<Value> {
  readonly current: Value;
  /** The order in which followers are added makes no difference to them. */
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
