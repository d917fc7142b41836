import { useEffect } from 'preact/hooks';
import type { ComponentType, JSX } from 'preact';
import { place } from '../place/place.js';
import type { View } from '../place/url.js';
import { hasPrometheus } from '../service/about.js';
import { readiness, statusOfAll } from '../service/polls.js';
import { GroupView } from '../views/group/group-view.js';
import { GroupsView } from '../views/groups/groups-view.js';
import { PasteManyView } from '../views/many/many-view.js';
import { NewGroupView } from '../views/new/new-view.js';
import { PrometheusView } from '../views/prometheus/prometheus-view.js';
import { WhyView } from '../views/why/why-view.js';
import { Header } from './header.js';
import { LoginDialog } from './login-dialog.js';
import { Notices } from './notices.js';

const VIEW_OF: Readonly<Record<View, ComponentType>> = {
  groups: GroupsView,
  group: GroupView,
  why: WhyView,
  new: NewGroupView,
  many: PasteManyView,
  prometheus: PrometheusView,
};

/** The whole page. */
export function App(): JSX.Element {
  useEffect(() => readiness.follow(), []);
  const isAsked = hasPrometheus.value;
  useEffect(() => (isAsked ? statusOfAll.follow() : undefined), [isAsked]);
  const { view } = place.value;
  const Shown = VIEW_OF[view];
  return (
    <>
      <Header />
      <main id="main" tabIndex={-1}>
        <Notices />
        <Shown />
      </main>
      <LoginDialog />
    </>
  );
}
