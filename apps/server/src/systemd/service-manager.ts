import { execFile } from 'node:child_process';
import type { Logger } from '../logging/logger.js';
import type { ServiceManager } from './service-environment.js';

/**
 * * Tells systemd about the state of the service (sd_notify(3)). Node cannot use datagram sockets in the file system,
 * so systemd's own tool sends the messages; the unit must allow it with `NotifyAccess=all`. Without systemd it does
 * nothing.
 */
export class ServiceNotifier {
  private watchdog: NodeJS.Timeout | undefined;

  constructor(
    private readonly manager: ServiceManager,
    private readonly log: Logger,
  ) {}

  /** Says that the service answers requests, and starts to send the signs of life that systemd asks for. */
  ready(status: string): void {
    const { watchdogInterval } = this.manager;
    this.send('READY=1', `STATUS=${status}`);
    if (watchdogInterval === undefined) return;
    this.watchdog ??= setInterval(() => {
      this.send('WATCHDOG=1');
    }, watchdogInterval).unref();
  }

  stopping(): void {
    clearInterval(this.watchdog);
    this.send('STOPPING=1');
  }

  private send(...state: readonly string[]): void {
    notify(this.manager, state, (error) => {
      this.log.warn('systemd could not be notified', { state: state.join(' '), error: error.message });
    });
  }
}

/**
 * Makes `systemctl status` show why the service does not start: it shows no log lines while systemd waits to start the
 * service again.
 */
export function notifyOfFailure(manager: ServiceManager, faults: readonly string[]): void {
  notify(manager, [`STATUS=${faults.join('; ').replace(/\s+/g, ' ')}`], () => undefined);
}

function notify(manager: ServiceManager, state: readonly string[], onError: (error: Error) => void): void {
  if (manager.notifySocket === undefined) return;
  try {
    execFile('systemd-notify', state, (error) => {
      if (error !== null) onError(error);
    });
  } catch (error) {
    // If the kernel lacks memory or processes, this throws at once.
    onError(error instanceof Error ? error : new Error(String(error)));
  }
}
