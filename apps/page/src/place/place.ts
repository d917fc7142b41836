import { signal } from '@preact/signals';
import { hrefOf, type Place, placeIn, type Query, type View } from './url.js';

/** Where the reader is now. */
export const place = signal<Place>(placeIn(globalThis.location.hash));

globalThis.addEventListener('hashchange', follow);
globalThis.addEventListener('popstate', follow);

/** Browsers refuse to change the URL more than some hundred times in half a minute, and letters come faster. */
const MIN_PAUSE = 300;

let typed: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function follow(): void {
  typed = undefined;
  place.value = placeIn(globalThis.location.hash);
}

/** Goes to a view; the browser's Back leads back. */
export function go(view: View, query: Query = {}): void {
  write();
  globalThis.location.hash = hrefOf(view, query);
}

/** As `go`, for what is typed: Back leads to where one was before the typing began. The URL follows a moment later. */
export function amend(view: View, query: Query): void {
  typed = hrefOf(view, query);
  place.value = placeIn(typed);
  timer ??= setTimeout(() => {
    timer = undefined;
    write();
  }, MIN_PAUSE);
}

function write(): void {
  if (typed !== undefined) globalThis.history.replaceState(null, '', typed);
  typed = undefined;
}

/** Changes one value of what is shown and leaves the rest, without a step for Back; `undefined` takes it away. */
export function keep(name: string, value: string | undefined): void {
  const { view, query } = place.peek();
  const values = new URLSearchParams(query);
  if (value === undefined) values.delete(name);
  else values.set(name, value);
  amend(view, Object.fromEntries([...new Set(values.keys())].map((each) => [each, values.getAll(each)])));
}
