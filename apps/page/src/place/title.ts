import { visible } from '../elements/visible.js';
import type { Place, View } from './url.js';

/** What each view is called. */
const NAMES: Readonly<Record<View, string>> = {
  groups: 'Groups',
  group: 'Group',
  why: 'Why?',
  new: 'New group',
  many: 'Paste many groups',
  prometheus: 'Prometheus',
};

/** The title of the page: what is shown comes first, because tabs and bookmarks show no more of it. */
export function titleOf({ view, query }: Place): string {
  const names = ['application', 'environment'].flatMap((name) => (view === 'group' ? (query.get(name) ?? []) : []));
  const about = view === 'why' ? (query.get('target') ?? '') : names.join(' / ');
  return [visible(about), NAMES[view], 'Target-eye'].filter((part) => part !== '').join(' – ');
}
