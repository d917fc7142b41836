import type { GroupKey } from '@target-eye/client';
import type { JSX } from 'preact';
import { hrefOf } from '../place/url.js';
import { OutsideText } from './outside-text.js';

/** What a group is called. */
export function GroupName({ group }: { readonly group: GroupKey }): JSX.Element {
  return (
    <>
      <OutsideText text={group.application} /> / <OutsideText text={group.environment} />
    </>
  );
}

/** The name of a group, which leads to its page. */
export function GroupLink({ group }: { readonly group: GroupKey }): JSX.Element {
  const { application, environment } = group;
  return (
    <a href={hrefOf('group', { application, environment })}>
      <GroupName group={group} />
    </a>
  );
}
