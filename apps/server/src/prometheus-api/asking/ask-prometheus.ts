import type { PoolSource } from '@target-eye/domain';
import type { Answer, FileVersion, Question, Shown } from '../question.js';
import { AskFailure } from './ask-failure.js';
import { jsonBytes } from './entry-collector.js';
import { OwnMetrics } from './own-metrics.js';
import { poolsOfOurs, poolSourcesIn } from './pool-sources.js';
import { type AskBounds, BOUNDS, Requests } from './requests.js';
import { askForTargets } from './targets.js';
import { publicReason } from './public-reason.js';
import { successIn } from './api-answer.js';

/** How long what was said of the configuration is believed, in seconds. */
const CONFIGURATION_KEPT = 15;

/** How many files a piece has, so that to take it in takes less than a millisecond. */
const MAX_PIECE = 500;

/** What was said of the configuration, and when. */
interface Configuration {
  readonly yaml: string;
  readonly sources: readonly PoolSource[] | undefined;
  readonly askedAt: number;
  readonly configuredAt: number | undefined;
}

/** Asks one Prometheus again and again, and remembers what seldom changes. */
export class PrometheusAsker {
  private configuration: Configuration | undefined;

  constructor(
    private readonly bounds: AskBounds = BOUNDS,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** Never rejects for what Prometheus does. */
  async ask(question: Question): Promise<Answer> {
    const requests = new Requests(question, this.bounds);
    try {
      return { state: 'ok', shown: await this.shown(requests) };
    } catch (error) {
      if (!(error instanceof AskFailure)) throw error;
      return { state: error.state, reason: publicReason(error.reason, question.authorization) };
    } finally {
      requests.close();
    }
  }

  /** The files come first: a target that is missing later is missing in the version that was read. */
  private async shown(requests: Requests): Promise<Shown> {
    const metrics = (await optional(() => ownMetrics(requests))) ?? new OwnMetrics();
    const sources = await this.sources(requests, metrics.configuredAt);
    const pools = sources && poolsOfOurs(sources);
    const targets = await askForTargets(requests, pools, metrics.showsFiles);
    const { showsFiles, fileReadErrors, startedAt, syncFailures } = metrics;
    return {
      ...{ showsFiles, fileReadErrors, startedAt, sources, ...targets, ...filesOf(metrics) },
      syncFailures: new Map([...syncFailures].filter(([pool]) => pools?.includes(pool) ?? true)),
      clockAhead: requests.clock.ahead,
    };
  }

  private async sources(
    requests: Requests,
    configuredAt: number | undefined,
  ): Promise<readonly PoolSource[] | undefined> {
    const known = this.configuration;
    const askedAt = this.now();
    const isYoung = known !== undefined && askedAt - known.askedAt < CONFIGURATION_KEPT;
    if (isYoung && known.configuredAt === configuredAt) return known.sources;
    this.configuration = await optional(async () => {
      const yaml = await configuration(requests);
      return { yaml, askedAt, configuredAt, sources: yaml === known?.yaml ? known.sources : poolSourcesIn(yaml) };
    });
    return this.configuration?.sources;
  }
}

/** `undefined` for what this Prometheus does not have, or does not show. */
async function optional<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AskFailure && error.state !== 'unreachable') return undefined;
    throw error;
  }
}

async function ownMetrics(requests: Requests): Promise<OwnMetrics> {
  const metrics = new OwnMetrics();
  await requests.get('/metrics', (chunk) => {
    metrics.write(chunk);
  });
  metrics.end();
  return metrics;
}

async function configuration(requests: Requests): Promise<string> {
  const chunks: Buffer[] = [];
  await requests.get('/api/v1/status/config', (chunk) => chunks.push(chunk));
  const { yaml } = successIn(Buffer.concat(chunks).toString());
  if (typeof yaml !== 'string') throw new AskFailure('not_prometheus', 'it shows no configuration');
  return yaml;
}

function filesOf({ files: read }: OwnMetrics): Pick<Shown, 'files' | 'directoriesRead'> {
  const directories = new Map<string, number>();
  const versions: FileVersion[] = [];
  for (const { path, mtime } of read) {
    const nameAt = path.lastIndexOf('/') + 1;
    const directory = nameAt <= 1 ? path.slice(0, nameAt) : path.slice(0, nameAt - 1);
    if (!directories.has(directory)) directories.set(directory, directories.size);
    versions.push([path.slice(nameAt), directories.get(directory) ?? 0, mtime]);
  }
  const files: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from < versions.length; from += MAX_PIECE)
    files.push(jsonBytes(versions.slice(from, from + MAX_PIECE)));
  return { files, directoriesRead: [...directories.keys()] };
}
