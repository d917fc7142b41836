import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { keep, place } from '../../place/place.js';
import { hasPrometheus } from '../../service/about.js';
import { later } from '../../service/later.js';

/** Targets by status over the last hour, shown on demand; the URL says whether. */
export function History(): JSX.Element | null {
  const shown = place.value.query.get('plot');
  const isShown = shown !== null;
  const [views, setViews] = useState<typeof import('../other-views.js')>();
  useEffect(() => {
    if (isShown)
      later(() => import('../other-views.js')).then(setViews, () => {
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
