import { DirectoryUnusableError } from '@target-eye/file-sd-storage';
import { type Composition, compose } from './composition/container.js';
import { describeAddress } from './configuration/bind-address.js';
import { loadConfiguration } from './configuration/configuration.js';
import { ConfigurationError } from './configuration/configuration-error.js';

/**
 * Runs the service until SIGTERM or SIGINT. A setting that cannot be used ends the process with status 1 and one line
 * on standard error.
 * @param args the command line: at most the path of a config file
 * @param defaults settings that hold where neither the environment nor the config file has them
 */
export async function serve(
  args: readonly string[],
  defaults?: Parameters<typeof loadConfiguration>[1],
): Promise<void> {
  let composition: Composition | undefined;
  outliveLogReaders();
  try {
    const configuration = loadConfiguration(args, defaults);
    composition = compose(configuration);
    stopOnSignal(composition);
    const { http, health, log } = composition;
    const addresses = await http.listen();
    const unreadable = health.listUnreadable().length;
    log.info('loaded', { directory: configuration.fileSdDirectory, groups: health.countGroups(), unreadable });
    if (configuration.ignored.length > 0)
      log.warn('settings that have no effect', { settings: configuration.ignored.join(', ') });
    for (const address of addresses) log.info('listening', { address: describeAddress(address) });
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof DirectoryUnusableError)) throw error;
    process.stderr.write(`target-eye: ${error.message}\n`);
    process.exitCode = 1;
    await composition?.http.stop();
    await composition?.close();
  }
}

function stopOnSignal(composition: Composition): void {
  const stop = async (signal: string): Promise<void> => {
    const { http, log } = composition;
    log.info('stopping', { signal });
    await http.stop();
    await composition.close();
    log.info('stopped');
    process.exit(0);
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}

/** When whoever reads the logs goes away, the logs are lost, but the service stays. */
function outliveLogReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
