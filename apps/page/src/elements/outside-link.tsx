import type { ComponentChildren, JSX } from 'preact';

/** A link to another server. What is no URL of the web is shown, but leads nowhere. */
export function OutsideLink(props: { readonly href: string; readonly children: ComponentChildren }): JSX.Element {
  const { href, children } = props;
  if (!URL.canParse(href) || !/^https?:$/.test(new URL(href).protocol)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
