import { quote, type ScrapeJudgement } from '@target-eye/domain';
import { adviceOnError } from './advice-on-errors.js';

/** What can be done about a target that is not up: one sentence without its full stop, where there is something. */
export type Advisor = (target: string, judgement: ScrapeJudgement) => string | undefined;

export const advise: Advisor = (target, judgement) => {
  const { url, status, fact = '', pool, scrapeUrl } = judgement;
  switch (status) {
    case 'up':
      return undefined;
    case 'down':
      return adviceOnError(fact, { target, pool, scrapeUrl });
    case 'unknown':
      return `see whether Prometheus answers at ${url}, and whether PROMETHEUS_URLS and PROMETHEUS_HTTP_CONFIG_FILE are right`;
    case 'not_configured':
      return NOT_CONFIGURED;
    case 'not_read':
      return `a changed file is read within seconds and a list with the next poll; if it takes longer, see in the log of Prometheus whether it may read the files, and whether its host sees changes in the directory`;
    case 'rejected':
      return adviceOnRefusal(fact);
    case 'dropped':
      return `see the relabel_configs of ${poolNamed(pool)} for a rule with keep or drop; ${url}/service-discovery shows the labels that they work on`;
    case 'merged':
      return 'take one of the two out, or, where they are in different groups, give the groups different values of a label that relabelling keeps, such as "env"';
    case 'waiting':
      return 'a new target is scraped within some ten seconds and one scrape interval; if it takes longer, see what the log of Prometheus says';
    case 'stale':
      return 'Prometheus does not scrape when it is due: see whether it is short of CPU or memory, and what its log says';
  }
};

/** No path of this host is told. */
const NOT_CONFIGURED =
  'add {job_name: target-eye, file_sd_configs: [{files: ["DIRECTORY/*.json"]}]} to the scrape_configs of Prometheus, where DIRECTORY is FILE_SD_DIRECTORY of Target-eye as Prometheus sees it, or http_sd_configs with a URL of Target-eye that ends with /http_sd; or widen what a scrape pool reads';

function adviceOnRefusal(fact: string): string {
  if (fact.includes(' refuses it: its scrape timeout '))
    return 'lower the label __scrape_timeout__, or raise the label __scrape_interval__';
  if (fact.includes(' refuses it: ')) return 'register it without what is refused';
  return 'look for "Creating target failed" in the log of Prometheus: as a rule the scrape timeout is above the scrape interval, or relabelling leaves no valid address';
}

function poolNamed(pool: string | undefined): string {
  return pool === undefined ? 'the scrape pools' : `the scrape pool ${quote(pool)}`;
}
