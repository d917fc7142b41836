import { useEffect, useState } from 'preact/hooks';
import type { ComponentType, JSX } from 'preact';
import { keep, place } from '../../place/place.js';
import { hasPrometheus } from '../../service/about.js';
import { later } from '../../service/later.js';

/** What draws it, which a view that is loaded first has to load. */
type LastHour = ComponentType<{ readonly isUpShown: boolean }>;

/** Targets by status over the last hour, shown on demand; the URL says whether. */
export function History({
  load,
}: {
  readonly load: () => Promise<{ readonly LastHour: LastHour }>;
}): JSX.Element | null {
  const shown = place.value.query.get('plot');
  const isShown = shown !== null;
  const [views, setViews] = useState<{ readonly LastHour: LastHour }>();
  useEffect(() => {
    if (isShown)
      later(load).then(setViews, () => {
        keep('plot', undefined);
      });
  }, [isShown]);
  if (!hasPrometheus.value) return null;
  return (
    <details
      open={isShown}
      onToggle={({ currentTarget: { open } }) => {
        if (open !== isShown) keep('plot', open ? 'all' : undefined);
      }}
    >
      <summary>The last hour</summary>
      {isShown && views && <views.LastHour isUpShown={shown !== 'not_up'} />}
    </details>
  );
}
