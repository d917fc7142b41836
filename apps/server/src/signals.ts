let onHangup: (() => void) | undefined;
let isHangupPending = false;

// This module is loaded before all others, because both signals harm a process that does not listen to them: SIGHUP
// ends it, and SIGUSR1 opens the inspector of Node.js, through which every user of this host could run code in the
// process.
process.on('SIGHUP', () => {
  if (onHangup === undefined) isHangupPending = true;
  else onHangup();
});
process.on('SIGUSR1', () => undefined);

/** Calls `listener` at every SIGHUP from now on, and at once if one came before. It replaces the previous listener. */
export function listenToHangup(listener: () => void): void {
  onHangup = listener;
  if (!isHangupPending) return;
  isHangupPending = false;
  listener();
}
