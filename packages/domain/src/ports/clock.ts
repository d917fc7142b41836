/** Ends a call that is to come; it does nothing after the call. */
export type Cancel = () => void;

/** The time, and calls that come later. */
export interface Clock {
  /** Seconds since the epoch. */
  now(): number;

  /** Calls once after so many seconds, however the time is set meanwhile. */
  after(seconds: number, call: () => void): Cancel;
}
