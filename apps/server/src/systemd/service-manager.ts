import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Logger } from '../logging/logger.js';
import type { ServiceManager } from './service-environment.js';

const run = promisify(execFile);

/**
 * * Tells systemd about the state of the service (sd_notify(3)). Node cannot use datagram sockets in the file system,
 * so systemd's own tool sends the messages; the unit must allow it with `NotifyAccess=all`. Without systemd it does
 * nothing.
 */
export class ServiceNotifier {
  private watchdog: NodeJS.Timeout | undefined;
  private readiness: Promise<void> = Promise.resolve();

  constructor(
    private readonly manager: ServiceManager,
    private readonly log: Logger,
  ) {}

  /** Says that the service answers requests, and starts to send the signs of life that systemd asks for. */
  ready(status: string): void {
    const { watchdogInterval } = this.manager;
    this.readiness = this.send('READY=1', `STATUS=${status}`);
    if (watchdogInterval === undefined) return;
    this.watchdog ??= setInterval(() => {
      void this.send('WATCHDOG=1');
    }, watchdogInterval).unref();
  }

  /** Says how the service is, to be shown in place of what `ready` said. */
  status(status: string): void {
    // Each message is sent by a process of its own, and the later one must win.
    void this.readiness.then(() => this.send(`STATUS=${status}`));
  }

  stopping(): void {
    clearInterval(this.watchdog);
    void this.send('STOPPING=1');
  }

  private async send(...state: readonly string[]): Promise<void> {
    const error = await notify(this.manager, state);
    if (error !== undefined)
      this.log.warn('systemd could not be notified', { state: state.join(' '), error: error.message });
  }
}

/**
 * Makes `systemctl status` show why the service does not start: it shows no log lines while systemd waits to start the
 * service again.
 */
export function notifyOfFailure(manager: ServiceManager, faults: readonly string[]): void {
  void notify(manager, [`STATUS=${faults.join('; ').replace(/\s+/g, ' ')}`]);
}

/** Resolves when the message is sent, or to why it is not. */
async function notify(manager: ServiceManager, state: readonly string[]): Promise<Error | undefined> {
  if (manager.notifySocket === undefined) return undefined;
  try {
    await run('systemd-notify', state);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
