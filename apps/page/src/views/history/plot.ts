import type { TargetStatus } from '@target-eye/client';
import uPlot from 'uplot';
import { type Sample, SHOWN, stacked } from './samples.js';

export { merged, rowsOf } from './samples.js';

/** A plot of the targets by status. */
export interface Plot {
  /** Draws anew; `statuses` from the bottom to the top. */
  draw(samples: readonly Sample[], statuses: readonly TargetStatus[]): void;
  remove(): void;
}

/** In pixels of CSS. */
const HEIGHT = 180;

/** Makes a plot inside of an element, as wide as that. `onPoint` is told which sample is pointed at. */
export function plotIn(frame: HTMLElement, onPoint: (at: string | undefined) => void): Plot {
  let [samples, statuses]: [readonly Sample[], readonly TargetStatus[]] = [[], []];
  let plot: uPlot | undefined;

  const begin = (): void => {
    plot?.destroy();
    plot = new uPlot(
      optionsFor(frame, statuses, (time) => {
        onPoint(samples.find(({ at }) => Date.parse(at) === time)?.at);
      }),
      dataOf(samples, statuses),
      frame,
    );
  };
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', begin);
  const sizes = new ResizeObserver(() => plot?.setSize({ width: frame.clientWidth, height: HEIGHT }));
  sizes.observe(frame);
  return {
    draw: (newSamples, newStatuses) => {
      const isSame = newStatuses.join() === statuses.join();
      [samples, statuses] = [newSamples, newStatuses];
      if (plot !== undefined && isSame) plot.setData(dataOf(samples, statuses));
      else begin();
    },
    remove: () => {
      scheme.removeEventListener('change', begin);
      sizes.disconnect();
      plot?.destroy();
    },
  };
}

/** What is painted later hides what is below it, so the whole comes first. */
function dataOf(samples: readonly Sample[], statuses: readonly TargetStatus[]): uPlot.AlignedData {
  const [times, ...columns] = stacked(samples, statuses);
  return [times, ...columns.reverse()];
}

/** Steps between the lines of the axis of numbers: targets are whole. */
const STEPS = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power));

function optionsFor(
  frame: HTMLElement,
  statuses: readonly TargetStatus[],
  onPoint: (time: number | undefined) => void,
): uPlot.Options {
  const { color, paler } = colorsIn(frame, 'faint');
  const axis = { stroke: color, grid: { stroke: paler, width: 1 }, ticks: { show: false } };
  // What was counted is so until it is counted again, as far as anybody knows.
  const paths = uPlot.paths.stepped?.({ align: 1 });
  const areas = statuses.map((status): uPlot.Series => {
    const { color: stroke, pale: fill } = colorsIn(frame, `status ${status}`);
    return { stroke, fill, width: 1, points: { show: false }, ...(paths && { paths }) };
  });
  return {
    width: frame.clientWidth,
    height: HEIGHT,
    ms: 1,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { range: (_, __, end) => [end - SHOWN, end] },
      y: { range: (_, __, highest) => [0, Math.max(1, highest)] },
    },
    axes: [
      { ...axis, values: (_, times) => times.map((time) => clockText(time)) },
      { ...axis, incrs: STEPS, values: (_, numbers) => numbers.map((number: number) => number.toLocaleString('en')) },
    ],
    series: [{}, ...areas.reverse()],
    hooks: {
      setCursor: [
        ({ cursor: { idx }, data: [times] }) => {
          onPoint(idx == null ? undefined : times[idx]);
        },
      ],
    },
  };
}

function clockText(time: number): string {
  return new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** The color of text of a class in the scheme that is shown, and those between it and the ground. */
function colorsIn(frame: HTMLElement, className: string): Readonly<Record<'color' | 'pale' | 'paler', string>> {
  const probe = document.createElement('span');
  probe.className = className;
  frame.append(probe);
  const style = getComputedStyle(probe);
  const mixed = (percent: string): string => {
    probe.style.backgroundColor = `color-mix(in srgb, currentColor ${percent}, var(--ground))`;
    return style.backgroundColor;
  };
  const colors = { color: style.color, pale: mixed('50%'), paler: mixed('20%') };
  probe.remove();
  return colors;
}
