/** The labels by which Prometheus decides whether it makes a target of what it discovered (2.42 to 3.14). */
const DECISIVE = [
  '__address__',
  '__scheme__',
  '__scrape_interval__',
  '__scrape_timeout__',
  '__scrape_native_histograms__',
  '__always_scrape_classic_histograms__',
  '__convert_classic_histograms_to_nhcb__',
];

/**
 * Whether rules of `relabel_configs` keep the labels as they are by which Prometheus refuses targets. A rule that is not
 * understood counts as one that does not.
 */
export function leavesScrapingAlone(rules: readonly Readonly<Record<string, unknown>>[]): boolean {
  return rules.every(({ action = 'replace', target_label, regex }) => {
    switch (action) {
      case 'keep':
      case 'drop':
      case 'keepequal':
      case 'dropequal':
        return true;
      case 'replace':
      case 'lowercase':
      case 'uppercase':
      case 'hashmod':
        return typeof target_label === 'string' && !target_label.includes('$') && !DECISIVE.includes(target_label);
      case 'labeldrop':
        return namesThatFit(regex)?.length === 0;
      case 'labelkeep':
        return namesThatFit(regex)?.length === DECISIVE.length;
      default:
        return false;
    }
  });
}

/** The labels of series that rules set, but for those with names that depend on the target. */
export function setsLabels(rules: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return rules.flatMap(({ target_label }) =>
    typeof target_label === 'string' && !/^__|\$/.test(target_label) ? [target_label] : [],
  );
}

/** `undefined` for a pattern that JavaScript does not understand as Prometheus does. */
function namesThatFit(regex: unknown): readonly string[] | undefined {
  if (typeof regex !== 'string') return undefined;
  try {
    const pattern = new RegExp(`^(?:${regex})$`, 's');
    return DECISIVE.filter((name) => pattern.test(name));
  } catch {
    return undefined;
  }
}
