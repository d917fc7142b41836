import { safeText } from './safe-text.js';

const GAP = '  ';

const ELLIPSIS = '…';

/** No column is made narrower to fit a terminal. */
const MIN_WIDTH = 8;

/**
 * A table with a head. On a terminal the widest columns are cut until every row fits into a line.
 * @param width of the terminal; `undefined` for none, where nothing is cut
 */
export async function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width?: number,
): Promise<string> {
  const safe = [head, ...rows.map((row) => row.map(safeText))];
  const widthOf = await widthsOf(safe.flat());
  const natural = head.map((_, column) => safe.reduce((max, row) => Math.max(max, widthOf(row[column] ?? '')), 0));
  const widths = width === undefined ? natural : fitted(natural, width - GAP.length * (head.length - 1));
  return safe.map((row) => `${line(row, widths, widthOf)}\n`).join('');
}

function line(row: readonly string[], widths: readonly number[], widthOf: WidthOf): string {
  return row
    .map((cell, column) => padded(cut(cell, widths[column] ?? 0, widthOf), widths[column] ?? 0, widthOf))
    .join(GAP)
    .trimEnd();
}

function fitted(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  const sum = (): number => widths.reduce((total, each) => total + each, 0);
  while (sum() > room) {
    const widest = Math.max(...widths);
    if (widest <= MIN_WIDTH) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}

function cut(cell: string, width: number, widthOf: WidthOf): string {
  if (widthOf(cell) <= width) return cell;
  let shown = '';
  for (const character of cell) {
    if (widthOf(shown + character) >= width) break;
    shown += character;
  }
  return shown + ELLIPSIS;
}

function padded(cell: string, width: number, widthOf: WidthOf): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
}

/** How many characters of a terminal a text takes. */
type WidthOf = (text: string) => number;

const ASCII = /^[ -~]*$/;

/** What measures these texts. The table of all scripts takes longer to load than a short command runs. */
async function widthsOf(texts: readonly string[]): Promise<WidthOf> {
  if (texts.every((text) => ASCII.test(text))) return (text) => text.length;
  const { default: stringWidth } = await import('string-width');
  return (text) => (ASCII.test(text) ? text.length : stringWidth(text));
}
