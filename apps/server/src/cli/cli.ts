import { describeToken, makeToken } from '../access/token.js';
import { parseCommandLine } from './command-line.js';
import { helpText } from './help.js';
import { checkClusterIn } from '../composition/cluster-check.js';
import { checkFiles } from '../settings/check-files.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { type Configuration, loadConfiguration, serviceManager } from '../settings/configuration.js';
import { describeConfiguration } from '../settings/describe.js';
import type { Sources } from '../settings/sources.js';
import { checkPrometheus } from '../prometheus-api/prometheus-check.js';
import { PROMETHEUS } from '../http-config/http-config.js';
import { readHttpConfig } from '../http-config/http-config-file.js';
import { whyNotReady } from './healthcheck.js';
import { migrate } from './migrate.js';
import type { MigrationRequest } from './migration-request.js';
import { serve } from '../serve.js';
import { notifyOfFailure } from '../systemd/service-manager.js';
import { PRODUCT, VERSION } from '../version.js';

/**
 * * Does what the command line asks for. A setting, file or argument that cannot be used ends the process with status 1
 * and one line on standard error.
 * @param defaults settings that apply where neither the environment nor the config file has them
 */
export async function run(args: readonly string[], defaults: Sources['defaults'] = {}): Promise<void> {
  try {
    const { name, subcommand, path, environmentFile, options, output, migration } = parseCommandLine(args);
    const load = (more: Sources['defaults'] = {}): Configuration =>
      loadConfiguration({ environmentFile, path, options, defaults: { ...more, ...defaults } });
    switch (name) {
      case 'help':
        process.stdout.write(helpText(subcommand));
        return;
      case 'version':
        process.stdout.write(`target-eye ${VERSION}\n`);
        return;
      case 'check-config':
        await checkConfiguration(load());
        return;
      case 'token':
        process.stdout.write(describeToken(makeToken(), output));
        return;
      case 'healthcheck':
        await reportReadiness(load());
        return;
      case 'migrate':
        if (migration !== undefined) await bring(migration, load, output);
        return;
      case 'serve':
        await start(load);
    }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const fault of error.faults) process.stderr.write(`target-eye: ${fault}\n`);
    process.exitCode = 1;
  }
}

/** The directory of the settings need not be set where others are named. */
async function bring(
  request: MigrationRequest,
  load: (defaults: Sources['defaults']) => Configuration,
  output: 'text' | 'json',
): Promise<void> {
  const [directory] = request.from;
  const configuration = load(directory === undefined ? {} : { file_sd_directory: directory });
  if (!(await migrate(configuration, request, output))) process.exitCode = 1;
}

async function start(load: () => Configuration): Promise<void> {
  try {
    await serve(load());
  } catch (error) {
    if (error instanceof ConfigurationError) notifyOfFailure(serviceManager(), error.faults);
    throw error;
  }
}

async function checkConfiguration(configuration: Configuration): Promise<void> {
  process.stdout.write(describeConfiguration(configuration.origins, checkFiles(configuration)));
  const { prometheus_urls, prometheus_http_config_file } = configuration.settings;
  const { value: httpConfig } = readHttpConfig(prometheus_http_config_file, PROMETHEUS);
  const [prometheus, cluster] = await Promise.all([
    checkPrometheus(prometheus_urls, httpConfig, PRODUCT),
    checkClusterIn(configuration),
  ]);
  for (const { isGood, sentence } of [...prometheus, ...cluster.filter(({ isFault }) => !isFault)])
    process.stdout.write(`# ${isGood ? '' : 'warning: '}${sentence}\n`);
  const faults = cluster.filter(({ isFault }) => isFault);
  if (faults.length === 0) return;
  const where = 'ETCD_ENDPOINTS names the nodes, and ETCD_HTTP_CONFIG_FILE has login and certificates';
  throw new ConfigurationError(faults.map(({ sentence }) => `etcd cannot be used as it is: ${sentence}; ${where}`));
}

async function reportReadiness({ settings }: Configuration): Promise<void> {
  const reason = await whyNotReady(settings);
  if (reason === undefined) return;
  process.stderr.write(`target-eye: the service is not ready: ${reason}\n`);
  process.exitCode = 1;
}
