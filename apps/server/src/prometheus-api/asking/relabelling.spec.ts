import { leavesScrapingAlone, setsLabels } from './relabelling.js';

test.each([
  { action: 'keep', source_labels: ['__address__'], regex: '.*' },
  { action: 'drop', source_labels: ['team'], regex: 'a' },
  { action: 'replace', target_label: 'instance', replacement: '$1' },
  { target_label: 'zone' },
  { action: 'hashmod', target_label: '__tmp_hash', modulus: 3 },
  { action: 'labeldrop', regex: 'zone|dc' },
  { action: 'labelkeep', regex: '__.*|job|env' },
])('%j leaves scraping alone', (rule) => {
  expect(leavesScrapingAlone([rule])).toBe(true);
});

test.each([
  { target_label: '__address__' },
  { action: 'replace', target_label: '__scrape_timeout__' },
  { action: 'replace', target_label: '$1' },
  { action: 'lowercase', target_label: '__scheme__' },
  { action: 'labeldrop', regex: '__scrape_.*' },
  { action: 'labelkeep', regex: 'job|env|__address__' },
  { action: 'labeldrop', regex: '(?P<a>zone)' },
  { action: 'labeldrop' },
  { action: 'labelmap', regex: '(.+)' },
  { action: 'unknown' },
  {},
])('%j may not', (rule) => {
  expect(leavesScrapingAlone([{ action: 'keep' }, rule])).toBe(false);
});

test('no rules leave it alone', () => {
  expect(leavesScrapingAlone([])).toBe(true);
});

test('the labels that rules set are told but for those that depend on the target', () => {
  const rules = [{ target_label: 'dc' }, { action: 'hashmod', target_label: '__tmp' }, { target_label: 'a$1' }, {}];
  expect(setsLabels([...rules, { action: 'uppercase', target_label: 'env' }])).toEqual(['dc', 'env']);
});
