/** The views behind the first one; the browser loads them while the reader looks at that. */
export { GroupView } from './group/group-view.js';
export { LastHour } from './history/last-hour.js';
export { PasteManyView } from './many/many-view.js';
export { NewGroupView } from './new/new-view.js';
export { PrometheusView } from './prometheus/prometheus-view.js';
export { WhyView } from './why/why-view.js';
