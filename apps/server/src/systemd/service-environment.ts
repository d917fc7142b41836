/** What systemd says in the environment (sd_notify(3), sd_listen_fds(3)). */
export interface ServiceManager {
  readonly notifySocket: string | undefined;
  /** Device and inode of the stream to the journal (systemd.exec(5), JOURNAL_STREAM). */
  readonly journalStream: string | undefined;
  /** How often to send a sign of life, in milliseconds; `undefined` if systemd wants none. */
  readonly watchdogInterval: number | undefined;
  /** The listening sockets that systemd passes on, with their names. */
  readonly listeners: readonly { readonly fd: number; readonly name: string }[];
}

/** What systemd tells a process with this environment. */
export function serviceManagerIn(environment: NodeJS.ProcessEnv): ServiceManager {
  const isForThis = (variable: string): boolean => [undefined, String(process.pid)].includes(environment[variable]);
  const isListening = environment['LISTEN_PID'] === String(process.pid);
  const count =
    isListening && /^\d{1,3}$/.test(environment['LISTEN_FDS'] ?? '') ? Number(environment['LISTEN_FDS']) : 0;
  const names = environment['LISTEN_FDNAMES']?.split(':') ?? [];
  const watchdog = isForThis('WATCHDOG_PID') ? Number(environment['WATCHDOG_USEC'] ?? 0) : 0;
  return {
    notifySocket: textOf(environment['NOTIFY_SOCKET']),
    journalStream: textOf(environment['JOURNAL_STREAM']),
    watchdogInterval: watchdog > 0 ? watchdog / 1000 / 2 : undefined,
    listeners: Array.from({ length: count }, (_, index) => ({
      fd: FIRST_PASSED_FD + index,
      name: names[index] ?? '',
    })),
  };
}

/** sd_listen_fds(3): `SD_LISTEN_FDS_START`. */
const FIRST_PASSED_FD = 3;

function textOf(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}
