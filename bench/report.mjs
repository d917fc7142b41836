const results = [];

/**
 * Keeps a figure for the table. A ratio says `to` what it is, and belongs to most; a goal (`atLeast`, `atMost`) is one of
 * the ratio, or of the figure where there is no ratio or `isOfValue` says so.
 */
export function report(result) {
  results.push(result);
  const ratio = result.ratio === undefined ? '' : `, ${result.ratio.toFixed(2)} of ${result.to}`;
  process.stderr.write(`${result.work}: ${result.value.toPrecision(4)} ${result.unit}${ratio}\n`);
}

export function allResults() {
  return results;
}

/** As Markdown, because that is how docs/performance.md shows it. */
export function table() {
  const lines = results.map((result) => [
    result.work,
    `${shown(result.value)} ${result.unit}`,
    result.ratio === undefined ? '' : `${result.ratio.toFixed(2)} of ${result.to}`,
    goalOf(result),
    isMet(result),
  ]);
  return [['work', 'measured', 'ratio', 'goal', 'met'], ['---', '---', '---', '---', '---'], ...lines]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

function shown(value) {
  return value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString('en');
}

function goalOf({ ratio, unit, atLeast, atMost, isOfValue = ratio === undefined }) {
  const of = isOfValue ? ` ${unit}` : '';
  if (atLeast !== undefined) return `≥ ${atLeast}${of}`;
  return atMost === undefined ? '' : `≤ ${atMost}${of}`;
}

function isMet({ value, ratio = value, atLeast = -Infinity, atMost = Infinity, isOfValue = false }) {
  if (atLeast === -Infinity && atMost === Infinity) return '';
  const figure = isOfValue ? value : ratio;
  return atLeast <= figure && figure <= atMost ? 'yes' : 'no';
}
