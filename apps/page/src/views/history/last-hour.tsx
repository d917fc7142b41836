import { TARGET_STATUSES } from '@target-eye/domain';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { FailureNote } from '../../elements/failure-note.js';
import { StatusWord } from '../../elements/status-word.js';
import { keep } from '../../place/place.js';
import { later } from '../../service/later.js';
import { poll } from '../../service/poll.js';
import { seen } from './seen.js';
import type { Plot } from './plot.js';

/** What the service counted in the last hour. */
const counted = poll(15, (client) => client.history());

type Drawing = typeof import('./plot.js');

/** The plot of the last hour, and the numbers that it is from. */
export function LastHour({ isUpShown }: { readonly isUpShown: boolean }): JSX.Element {
  const [drawing, setDrawing] = useState<Drawing | 'failed'>();
  useEffect(() => {
    later(() => import('./plot.js')).then(setDrawing, () => {
      setDrawing('failed');
    });
  }, []);
  useEffect(() => counted.follow(), []);
  const { failure } = counted.known.value;
  return (
    <>
      {failure !== undefined && <FailureNote failure={failure} />}
      {drawing === 'failed' && <p class="note bad">The plot could not be loaded.</p>}
      {typeof drawing === 'object' && <Drawn drawing={drawing} isUpShown={isUpShown} />}
    </>
  );
}

function Drawn({ drawing, isUpShown }: { readonly drawing: Drawing; readonly isUpShown: boolean }): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | undefined>(undefined);
  const [point, setPoint] = useState<string>();
  const samples = drawing.merged(counted.known.value.value?.samples ?? [], seen.value);
  const rows = drawing.rowsOf(samples, TARGET_STATUSES);
  const statuses = rows.map(({ status }) => status).filter((status) => isUpShown || status !== 'up');
  useEffect(() => {
    if (frame.current) plot.current = drawing.plotIn(frame.current, setPoint);
    return () => {
      plot.current?.remove();
    };
  }, []);
  useEffect(() => {
    plot.current?.draw(samples, statuses);
  }, [samples.at(-1)?.at, samples.length, statuses.join()]);
  const pointed = samples.find(({ at }) => at === point);
  return (
    <div class="history">
      <div ref={frame} role="img" aria-label="Targets by status over the last hour; the numbers are in the table" />
      <table class="figures">
        <thead>
          <tr>
            <th>status</th>
            <th>{pointed === undefined ? 'newest' : new Date(pointed.at).toLocaleTimeString()}</th>
            <th>lowest</th>
            <th>highest</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .map(({ status, newest, lowest, highest }) => (
              <tr key={status}>
                <th scope="row">
                  <StatusWord status={status} />
                </th>
                {[pointed?.targets[status] ?? newest, lowest, highest].map((number, index) => (
                  <td key={index}>{number.toLocaleString('en')}</td>
                ))}
              </tr>
            ))
            .reverse()}
        </tbody>
      </table>
      <label>
        <input
          type="checkbox"
          checked={!isUpShown}
          onChange={({ currentTarget: { checked } }) => {
            keep('plot', checked ? 'not_up' : 'all');
          }}
        />{' '}
        Only what is not up
      </label>
    </div>
  );
}
