import { parseDuration } from './duration.js';
import type { Faults } from '../faults/faults.js';
import { labelPath, quote } from '../faults/text.js';

/** Label names and their values, in the order in which they were added. */
export type Labels = Readonly<Record<string, string>>;

/** The labels that every group has; they default to the application and the environment. */
export const REQUIRED_LABELS = ['job', 'env'] as const;

export function isRequiredLabel(name: string): boolean {
  return REQUIRED_LABELS.some((required) => required === name);
}

/** The value of a label, `undefined` when it is not there; safe for names such as `constructor`. */
export function labelValue(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}

/** Labels that a group cannot have, and what Prometheus does with them (discovery and scrape code, 2.42 to 3.14). */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['__address__', 'Prometheus ignores it as a group label and takes the address from the target'],
  ['__name__', 'Prometheus never passes it on to series'],
  ['__meta_filepath', 'Prometheus overwrites it with the path that it reads the group from'],
  ['__unix_socket__', 'it would let Prometheus reach into local sockets'],
]);

/** Whether every Prometheus takes a text as the name of a label: 2.x takes no others, 3.x any UTF-8 text. */
export function isLabelName(text: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(text);
}

/** Prometheus 3.13 and later silently drops the targets of a group where one of these is no boolean. */
export const BOOLEAN_LABELS: readonly string[] = [
  '__scrape_native_histograms__',
  '__always_scrape_classic_histograms__',
  '__convert_classic_histograms_to_nhcb__',
];

/** What Go's `strconv.ParseBool` takes. */
const GO_BOOLEAN = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

export const INTERVAL = '__scrape_interval__';
export const TIMEOUT = '__scrape_timeout__';

/** Adds to `faults` everything that is wrong with the labels of a request, each under `labels.<name>`. */
export function checkLabels(labels: Labels, faults: Faults): void {
  for (const [name, value] of Object.entries(labels)) {
    const path = labelPath(name);
    const label = quote(name);
    const refusal = REFUSED.get(name);
    const reason = whyNotLabelValue(name, value);
    if (!isLabelName(name))
      faults.add(path, 'invalid_label_name', `${label} is not a label name: it must match [a-zA-Z_][a-zA-Z0-9_]*`);
    else if (refusal !== undefined) faults.add(path, 'label_refused', `the label ${label} cannot be set: ${refusal}`);
    else if (isRequiredLabel(name) && value === '')
      faults.add(path, 'label_required', `the label ${label} cannot be empty: every target group has one`);
    else if (reason !== undefined)
      faults.add(path, 'invalid_label_value', `${quote(value)} is not a value for the label ${label}: ${reason}`);
  }
  checkScrapeTimeout(labels, faults);
}

/** Why a label cannot have a value, a part of a sentence; `undefined` when it can. */
export function whyNotLabelValue(name: string, value: string): string | undefined {
  if (!value.isWellFormed()) return 'it holds half of a surrogate pair, which is not valid UTF-8';
  if (BOOLEAN_LABELS.includes(name)) return GO_BOOLEAN.test(value) ? undefined : 'it must be true or false';
  switch (name) {
    case '__scheme__':
      return value === 'http' || value === 'https' ? undefined : 'it must be http or https';
    case '__metrics_path__':
      if (!value.startsWith('/')) return 'it must begin with /';
      return /[?#]/.test(value)
        ? 'it is a path without ? and #; parameters are labels such as __param_format'
        : undefined;
    case INTERVAL:
    case TIMEOUT:
      return (parseDuration(value) ?? 0) > 0
        ? undefined
        : 'it must be a Prometheus duration above zero, such as 30s or 1m30s';
    default:
      return undefined;
  }
}

/** Prometheus drops the targets of a group whose scrape timeout is above its scrape interval. */
export function checkScrapeTimeout(labels: Labels, faults: Faults): void {
  const interval = labelValue(labels, INTERVAL);
  const timeout = labelValue(labels, TIMEOUT);
  if (interval === undefined || timeout === undefined) return;
  if ((parseDuration(timeout) ?? 0) > (parseDuration(interval) ?? Infinity))
    faults.add(
      labelPath(TIMEOUT),
      'invalid_label_value',
      `${quote(timeout)} is not a value for the label "${TIMEOUT}": it is above the scrape interval ${quote(interval)}`,
    );
}
