import { execFile } from 'node:child_process';
import type { Logger } from '../logging/logger.js';
import type { ServiceManager } from './service-environment.js';

/**
 * Tells systemd how the service is (sd_notify(3)). Node has no datagram sockets in the file system, so systemd's own
 * tool sends the messages; the unit must allow it with `NotifyAccess=all`. Without systemd it says nothing.
 */
export class ServiceNotifier {
  private watchdog: NodeJS.Timeout | undefined;

  constructor(
    private readonly manager: ServiceManager,
    private readonly log: Logger,
  ) {}

  /** The service answers requests. From now on systemd gets the signs of life that it asks for. */
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
 * Has `systemctl status` show why the service does not start. While systemd waits to start it again, it shows no line
 * of the log.
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
    // What the kernel refuses for want of memory or processes is thrown at once.
    onError(error instanceof Error ? error : new Error(String(error)));
  }
}
