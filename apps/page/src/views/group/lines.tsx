import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { difference } from '@target-eye/domain';
import { CodeBlock } from '../../elements/code-block.js';
import { curlLine, fileSdConfig, groupPath, httpSdConfig } from '../../elements/curl.js';
import { about } from '../../service/about.js';
import { thisService } from '../../service/this-service.js';
import type { GroupState } from './group-state.js';

/** Lines to copy that do what this view does, and those that show the group to a Prometheus. */
export function Lines({ state }: { readonly state: GroupState }): JSX.Element {
  const [isOpen, open] = useState(false);
  return (
    <details
      onToggle={(event) => {
        open(event.currentTarget.open);
      }}
    >
      <summary>curl and scrape_configs</summary>
      {isOpen && <OpenLines state={state} />}
    </details>
  );
}

const EXAMPLE = { targets: ['host.example.org:9100'] };

function OpenLines({ state: { key, draft, done, found } }: { readonly state: GroupState }): JSX.Element {
  const service = thisService();
  const path = groupPath(key);
  const group = found.known.value.value?.group;
  const { targets, labels } = draft.value?.mine ?? group ?? EXAMPLE_GROUP;
  const change = draft.value === undefined ? done.value : difference(draft.value.base, draft.value.mine);
  const lines = [
    ['Show', curlLine(service, path)],
    ['Add', curlLine(service, path, { method: 'POST', body: filled(change?.added) ?? EXAMPLE })],
    ['Remove', curlLine(service, path, { method: 'DELETE', body: filled(change?.removed) ?? EXAMPLE })],
    ['Replace', curlLine(service, path, { method: 'PUT', body: { targets, labels } })],
    ['Delete the group', curlLine(service, path, { method: 'DELETE' })],
  ] as const;
  const query = new URLSearchParams({ ...key }).toString();
  return (
    <>
      {lines.map(([what, text]) => (
        <div key={what}>
          {what}
          <CodeBlock what={`the curl line: ${what}`} text={text} />
        </div>
      ))}
      {group !== undefined && 'file' in group && about.value !== undefined && (
        <>
          For a Prometheus on this host
          <CodeBlock
            what="the configuration with files"
            text={fileSdConfig(`${about.value.file_sd_directory}/${group.file}`)}
          />
        </>
      )}
      For a Prometheus elsewhere
      <CodeBlock what="the configuration with a URL" text={httpSdConfig(service, query)} />
    </>
  );
}

const EXAMPLE_GROUP = { ...EXAMPLE, labels: {} };

/** A part of a change that a request can hold; `undefined` where it is empty. */
function filled(
  part: { readonly targets: readonly string[]; readonly labels: object } | undefined,
): object | undefined {
  if (part === undefined) return undefined;
  const { targets, labels } = part;
  const body = { ...(targets.length > 0 && { targets }), ...(Object.keys(labels).length > 0 && { labels }) };
  return Object.keys(body).length > 0 ? body : undefined;
}
