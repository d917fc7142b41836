/** The views that a URL can lead to. */
export const VIEWS = ['groups', 'group', 'why', 'new', 'many', 'prometheus'] as const;

export type View = (typeof VIEWS)[number];

/** What a view shows, by name; each name may have several values. A name without a value is left out. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Where one is: all that is shown follows from it, so that a link reproduces the view. */
export interface Place {
  readonly view: View;
  readonly query: URLSearchParams;
}

/** Reads the fragment of a URL, such as `#/group?application=payments&environment=prod`; what is no view is the first. */
export function placeIn(fragment: string): Place {
  const [path = '', ...query] = fragment.replace(/^#\/?/, '').split('?');
  const view = VIEWS.find((each) => each === path) ?? VIEWS[0];
  return { view, query: new URLSearchParams(query.join('?')) };
}

/** The link to a view: a fragment, so that it is right wherever the page is served. */
export function hrefOf(view: View, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(query))
    for (const value of values === undefined ? [] : [values].flat()) if (value !== '') parameters.append(name, value);
  const text = parameters.toString();
  return `#/${view}${text === '' ? '' : `?${text}`}`;
}
