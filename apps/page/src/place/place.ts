import { signal } from '@preact/signals';
import { hrefOf, type Place, placeIn, type Query, type View } from './url.js';

/** Where the reader is now. */
export const place = signal<Place>(placeIn(globalThis.location.hash));

globalThis.addEventListener('hashchange', follow);
globalThis.addEventListener('popstate', follow);

function follow(): void {
  place.value = placeIn(globalThis.location.hash);
}

/** Goes to a view; the browser's Back leads back. */
export function go(view: View, query: Query = {}): void {
  globalThis.location.hash = hrefOf(view, query);
}

/** As `go`, for what is typed: Back leads to where one was before the typing began. */
export function amend(view: View, query: Query): void {
  globalThis.history.replaceState(null, '', hrefOf(view, query));
  follow();
}
