let onHangup: (() => void) | undefined;
let isHangupPending = false;

// This module is loaded before all others, because both signals do harm to a process that does not listen to them:
// SIGHUP ends it, and SIGUSR1 opens the inspector of Node.js, with which every user of this host could run code in it.
process.on('SIGHUP', () => {
  if (onHangup === undefined) isHangupPending = true;
  else onHangup();
});
process.on('SIGUSR1', () => undefined);

/** Calls `listener` at every SIGHUP from now on, and at once where one came before; replaces the listener before. */
export function listenToHangup(listener: () => void): void {
  onHangup = listener;
  if (!isHangupPending) return;
  isHangupPending = false;
  listener();
}
