import { quote, type ScrapeJudgement } from '@target-eye/domain';
import { adviceOnError } from './advice-on-errors.js';

/** What can be done about a target that is not up: one sentence without its full stop, where there is something. */
export type Advisor = (target: string, judgement: ScrapeJudgement) => string | undefined;

/** @param directory where our files are */
export function advisorFor(directory: string): Advisor {
  return (target, judgement) => adviceOn(target, judgement, directory);
}

function adviceOn(target: string, judgement: ScrapeJudgement, directory: string): string | undefined {
  const { url, status, fact = '', pool, scrapeUrl } = judgement;
  switch (status) {
    case 'up':
      return undefined;
    case 'down':
      return adviceOnError(fact, { target, pool, scrapeUrl });
    case 'unknown':
      return `see whether Prometheus answers at ${url}, and whether PROMETHEUS_URLS and PROMETHEUS_HTTP_CONFIG_FILE are right`;
    case 'not_configured':
      return `add ${jobFor(directory)} to the scrape_configs of Prometheus, with the path at which it sees this directory, or http_sd_configs with a URL of Target-eye that ends with /http_sd`;
    case 'not_read':
      return `a changed file is read within seconds and a list with the next poll; if it takes longer, see in the log of Prometheus whether it may read the files, and whether its host sees changes in the directory`;
    case 'rejected':
      return 'look for "Creating target failed" in the log of Prometheus: as a rule the scrape timeout is above the scrape interval, or relabelling leaves no valid address';
    case 'dropped':
      return `see the relabel_configs of ${poolNamed(pool)} for a rule with keep or drop; ${url}/service-discovery shows the labels that they work on`;
    case 'merged':
      return 'take the target out of one of the two, or give them different values of a label that relabelling keeps, such as "env"';
    case 'waiting':
      return 'a new target is scraped within some ten seconds and one scrape interval; if it takes longer, see what the log of Prometheus says';
    case 'stale':
      return 'Prometheus does not scrape when it is due: see whether it is short of CPU or memory, and what its log says';
  }
}

/** A job that reads our files, as YAML in one line. */
function jobFor(directory: string): string {
  return `{job_name: target-eye, file_sd_configs: [{files: [${JSON.stringify(`${directory}/*.json`)}]}]}`;
}

function poolNamed(pool: string | undefined): string {
  return pool === undefined ? 'the scrape pools' : `the scrape pool ${quote(pool)}`;
}
