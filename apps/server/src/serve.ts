import { closeSync, constants, lstatSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { type Composition, compose } from './composition/container.js';
import { type BindAddress, describeAddress } from './net/bind-address.js';
import type { Configuration } from './settings/configuration.js';
import { ConfigurationError } from './operator-files/configuration-error.js';
import { codeOf } from './operator-files/system-error.js';
import { listenToHangup } from './signals.js';

/**
 * Runs the service until SIGTERM or SIGINT. On SIGHUP it reads certificates and access rights again.
 * @throws ConfigurationError when a setting cannot be used
 */
export async function serve(configuration: Configuration): Promise<void> {
  const { settings } = configuration;
  let composition: Composition | undefined;
  outliveLogReaders();
  try {
    composition = compose(configuration);
    stopOnSignals(composition, settings);
    const { http, storage, log, reloader, warnings } = composition;
    const listening = await http.listen();
    writePid(settings.pid_path);
    if (storage.awaited === undefined) logLoaded(composition, settings, { waiting: storage.status.unclaimed().length });
    for (const { address, scheme } of listening) log.info('listening', describeServed(address, scheme, settings));
    warnings.listening(listening);
    announce(composition, settings);
    listenToHangup(() => reloader.reload('SIGHUP'));
  } catch (error) {
    await composition?.http.stop();
    await composition?.close();
    throw error;
  }
}

/** systemd starts others when the service answers, whether or not it knows the groups yet. */
function announce(composition: Composition, settings: Configuration['settings']): void {
  const { storage, notifier } = composition;
  const serving = `serving the target groups in ${settings.file_sd_directory}`;
  notifier.ready(storage.awaited === undefined ? serving : `waiting for ${storage.awaited.what}`);
  void storage.awaited?.there.then((details) => {
    logLoaded(composition, settings, details);
    notifier.status(serving);
  });
}

function logLoaded({ storage, log }: Composition, settings: Configuration['settings'], details: object): void {
  const { groups, unreadable } = storage.status.counts();
  log.info('loaded', { directory: settings.file_sd_directory, groups, unreadable, ...details });
}

/** Where the service listens, and what to open in a browser there. */
function describeServed(
  address: BindAddress,
  scheme: 'http' | 'https',
  { page, root_path }: Configuration['settings'],
): object {
  const url = describeAddress(address, scheme);
  return { address: url, page: page && 'port' in address ? `${url}${root_path}/` : undefined };
}

/** The first signal stops the service. Further signals must not cut off the requests in flight. */
function stopOnSignals(composition: Composition, settings: Configuration['settings']): void {
  const { http, log, notifier } = composition;
  let isStopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping', { signal });
    notifier.stopping();
    setTimeout(() => {
      log.error('the shutdown took too long and is cut short', { seconds: settings.shutdown_timeout / 1000 });
      process.exit(1);
    }, settings.shutdown_timeout);
    composition.endWaits();
    await http.stop();
    await composition.close();
    removePid(settings.pid_path, log);
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

function writePid(path: string | undefined): void {
  if (path === undefined) return;
  try {
    // O_NONBLOCK refuses a pipe that nobody reads, where opening would otherwise wait.
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK } = constants;
    const fd = openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK, 0o666);
    try {
      writeFileSync(fd, `${String(process.pid)}\n`);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw new ConfigurationError(`pid_path: ${JSON.stringify(path)} cannot be written (${codeOf(error)})`);
  }
}

/** Removes only a regular file: `/dev/null` and the like must stay. */
function removePid(path: string | undefined, log: Composition['log']): void {
  try {
    if (path !== undefined && lstatSync(path, { throwIfNoEntry: false })?.isFile() === true) rmSync(path);
  } catch (error) {
    log.warn('the PID file cannot be removed', { error: codeOf(error) });
  }
}

/** If the reader of the logs goes away, the logs are lost, but the service goes on. */
function outliveLogReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
