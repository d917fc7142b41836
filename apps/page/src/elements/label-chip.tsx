import type { ComponentChildren, JSX } from 'preact';
import { OutsideText } from './outside-text.js';

/** A label as `name=value`; what is inside it besides, a button to remove it for example, follows. */
export function LabelChip(props: {
  readonly name: string;
  readonly value: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <span class="chip">
      <OutsideText text={props.name} />=<OutsideText text={props.value} />
      {props.children !== undefined && ' '}
      {props.children}
    </span>
  );
}
