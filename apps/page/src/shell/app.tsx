import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ComponentType, JSX } from 'preact';
import { place } from '../place/place.js';
import { titleOf } from '../place/title.js';
import type { View } from '../place/url.js';
import { followAbout, hasPrometheus } from '../service/about.js';
import { later } from '../service/later.js';
import { readiness, statusOfAll } from '../service/polls.js';
import { GroupsView } from '../views/groups/groups-view.js';
import { Header } from './header.js';
import { LoginDialog } from './login-dialog.js';
import { Notices } from './notices.js';

const views = signal<Partial<Record<View, ComponentType>>>({ groups: GroupsView });

/** Loads the views that are not there yet. It never rejects. */
export async function loadOtherViews(): Promise<void> {
  try {
    const others = await later(() => import('../views/other-views.js'));
    views.value = {
      groups: GroupsView,
      group: others.GroupView,
      why: others.WhyView,
      new: others.NewGroupView,
      many: others.PasteManyView,
      prometheus: others.PrometheusView,
    };
  } catch {
    // The reader is told that there is a newer version.
  }
}

/** The whole page. */
export function App(): JSX.Element {
  useEffect(() => readiness.follow(), []);
  useEffect(() => followAbout(), []);
  const isAsked = hasPrometheus.value;
  useEffect(() => (isAsked ? statusOfAll.follow() : undefined), [isAsked]);
  const { view } = place.value;
  const title = titleOf(place.value);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const { [view]: Shown } = views.value;
  const main = useRef<HTMLElement>(null);
  const before = useRef(view);
  useEffect(() => {
    // The link that led here may be gone, and the focus with it.
    if (before.current !== view && document.activeElement === document.body) main.current?.focus();
    before.current = view;
  }, [view]);
  return (
    <>
      <Header />
      <main ref={main} id="main" tabIndex={-1}>
        <Notices />
        {Shown === undefined ? <p aria-busy>Loading…</p> : <Shown />}
      </main>
      <LoginDialog />
    </>
  );
}
