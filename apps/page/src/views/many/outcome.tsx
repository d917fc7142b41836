import type { BulkResult } from '@target-eye/client';
import type { JSX } from 'preact';
import { visible } from '../../elements/visible.js';
import { OutcomeRows } from './outcome-rows.js';

/** What became of many groups; `message` says why only in part, if so. */
export function Outcome(props: {
  readonly result: BulkResult;
  readonly message: string;
  readonly onMore: () => void;
}): JSX.Element {
  const { result, message, onMore } = props;
  const parts = (['created', 'changed', 'removed', 'unchanged', 'failed'] as const).filter((each) => result[each] > 0);
  return (
    <>
      <h1>Paste many groups</h1>
      <p class={`note ${message === '' ? 'good' : 'bad'}`} role="status">
        {message !== '' && `${visible(message)}. `}
        {parts.map((each) => `${result[each].toLocaleString('en')} ${each}`).join(', ')}
      </p>
      <OutcomeRows result={result} />
      <button type="button" onClick={onMore}>
        {message === '' ? 'Paste more' : 'Back to what was pasted'}
      </button>
    </>
  );
}
