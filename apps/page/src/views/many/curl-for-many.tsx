import type { JSX } from 'preact';
import { CodeBlock } from '../../elements/code-block.js';
import { CopyButton } from '../../elements/copy-button.js';
import { curlLine } from '../../elements/curl.js';
import { thisService } from '../../service/this-service.js';
import type { Look } from './look.js';

/** The curl line that does the same with a file, and what has to be in the file. */
export function CurlForMany({ look }: { readonly look: Look }): JSX.Element | null {
  const { preview, groups, form } = look;
  if (preview === undefined) return null;
  const { plan } = preview;
  const isYaml = form === 'YAML' && groups?.isAsSent === true;
  const name = `groups.${isYaml ? 'yaml' : 'json'}`;
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(plan.filter ?? {})) query.append(key, String(value));
  if (plan.prune) query.append('prune', 'true');
  if (preview.fuse !== undefined) query.append('force', String(preview.fuse.force));
  const line = curlLine(thisService(), `/api/v1/groups${query.size > 0 ? `?${query.toString()}` : ''}`, {
    method: 'PUT',
    file: { name, type: isYaml ? 'application/yaml' : 'application/json' },
  });
  return (
    <details>
      <summary>The same with curl</summary>
      <CodeBlock text={line} what="the curl line" />
      {groups?.isAsSent === true ? (
        <p>{name} holds what was pasted.</p>
      ) : (
        <p>
          {name} holds the groups as they are to be:{' '}
          <CopyButton text={JSON.stringify({ groups: preview.groups }, undefined, 2)} what={name} />
        </p>
      )}
    </details>
  );
}
