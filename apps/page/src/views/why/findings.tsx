import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import { curlLine } from '../../elements/curl.js';
import { CodeBlock } from '../../elements/code-block.js';
import { FailureNote } from '../../elements/failure-note.js';
import { GroupLink } from '../../elements/group-link.js';
import { ScrapeLines } from '../../elements/scrape-lines.js';
import { visible } from '../../elements/visible.js';
import { hrefOf } from '../../place/url.js';
import { hasPrometheus, mayWriteSome } from '../../service/about.js';
import { keyOf } from '../../service/held-groups.js';
import { poll } from '../../service/poll.js';
import { thisService } from '../../service/this-service.js';
import { answerFor, type FoundGroup } from './answer.js';
import { asTarget } from './host-in.js';
import { lookFor } from './look-for.js';
import type { Similar } from './similar.js';

/** How often it is looked, in seconds. */
const PAUSE = 5;

/** How many groups are looked at first, and how many more each time the reader asks for more. */
const GROUPS = 20;

/** What was found of a host: the answer in one sentence, then all that it is from. It is kept fresh. */
export function Findings({ host }: { readonly host: string }): JSX.Element | null {
  const limit = useSignal(GROUPS);
  const looking = useMemo(
    () => poll(PAUSE, (client) => lookFor(client, host, { limit: limit.value, hasPrometheus: hasPrometheus.value })),
    [],
  );
  useEffect(() => looking.follow(), []);
  const { value: found, failure } = looking.known.value;
  const failed = failure !== undefined && <FailureNote failure={failure} />;
  if (found === undefined) return failed || <p class="faint">Looking…</p>;
  const { text, isGood } = answerFor(host, found);
  return (
    <>
      {failed}
      <p class={`note answer ${isGood === undefined ? '' : isGood ? 'good' : 'bad'}`} role="status">
        {visible(text)}
      </p>
      {found.matched === 0 && <Absence host={host} similar={found.similar} />}
      {found.matched > 0 && !hasPrometheus.value && (
        <p>
          No Prometheus is asked what became of targets. <a href={hrefOf('prometheus')}>Connect one</a>
        </p>
      )}
      {found.groups.map((group) => (
        <Group key={keyOf(group)} group={group} />
      ))}
      {found.matched > found.groups.length && (
        <button
          type="button"
          onClick={() => {
            limit.value += GROUPS;
            void looking.refresh();
          }}
        >
          Look at {Math.min(GROUPS, found.matched - found.groups.length)} more of {found.matched} groups
        </button>
      )}
    </>
  );
}

function Group({ group }: { readonly group: FoundGroup }): JSX.Element {
  const { targets, status } = group;
  return (
    <section class="found">
      <h2>
        <GroupLink group={group} />
      </h2>
      {status?.targets.map((target) => (
        <div key={target.target}>
          <h3 class="mono">{target.target}</h3>
          <ScrapeLines target={target} asked={status.prometheus} />
        </div>
      )) ?? <p class="mono">{targets.join(', ')}</p>}
    </section>
  );
}

/** For a host that is nowhere: what may have been meant, and what would register it. */
function Absence({ host, similar }: { readonly host: string; readonly similar: readonly Similar[] }): JSX.Element {
  const target = asTarget(host);
  const line = curlLine(thisService(), '/APPLICATION/ENVIRONMENT', { method: 'POST', body: { targets: [target] } });
  return (
    <>
      {similar.length > 0 && (
        <>
          <h2>Called nearly so</h2>
          <ul>
            {similar.map(({ target: other, ...group }) => (
              <li key={`${other} ${keyOf(group)}`}>
                <a class="mono" href={hrefOf('why', { target: other })}>
                  {other}
                </a>{' '}
                of <GroupLink group={group} />
              </li>
            ))}
          </ul>
        </>
      )}
      {mayWriteSome.value && !host.includes('*') && (
        <>
          <h2>Register it</h2>
          <p>
            <a href={hrefOf('new', { target })}>In a new group</a>, or in the group of your choice:
          </p>
          <CodeBlock text={line} what="the curl line that registers it" />
        </>
      )}
    </>
  );
}
