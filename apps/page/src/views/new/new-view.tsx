import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { type GroupKey, TargetEyeError } from '@target-eye/client';
import { describeKey, shorten } from '@target-eye/domain';
import type { JSX } from 'preact';
import { CodeBlock } from '../../elements/code-block.js';
import { counted } from '../../elements/counted.js';
import { curlLine, groupPath } from '../../elements/curl.js';
import { FailureNote } from '../../elements/failure-note.js';
import { MayNotWrite } from '../../elements/may-not-write.js';
import { ownLabels } from '../../elements/own-labels.js';
import { visible } from '../../elements/visible.js';
import { groupIn } from '../../place/group-text.js';
import { askBeforeLeaving } from '../../place/leaving.js';
import { amend, go, place } from '../../place/place.js';
import { failureText } from '../../service/failure-text.js';
import { hrefOf } from '../../place/url.js';
import { hasPrometheus, mayWrite } from '../../service/about.js';
import { ask, login } from '../../service/session.js';
import { thisService } from '../../service/this-service.js';
import { stateOf } from '../group/group-state.js';
import { change, find, hasUrl } from '../group/stored.js';
import { waitUntilUp } from '../group/wait.js';
import { LabelRows } from './label-rows.js';
import { NamedField } from './named-field.js';
import { type Fields, faultsOfFields, groupOf, isComplete, type Row } from './fields.js';

/** What is typed stays when the reader looks at another view and comes back. */
const targets = signal('');
const rows = signal<readonly Row[]>([]);

askBeforeLeaving(() => targets.peek() !== '' || rows.peek().some((row) => row.join('') !== ''));

/** What the fields were filled with at first, so that coming back does not fill them again. */
let filled = '';

/** What the service says about what is typed. */
interface Verdict {
  /** The text of the fields that it is about. */
  readonly of: string;
  readonly isThere?: boolean;
  readonly failure?: TargetEyeError;
}

/** Milliseconds after the last letter. */
const PAUSE = 400;

/** A new group, from nothing or as a copy of another. */
export function NewGroupView(): JSX.Element {
  const { query } = place.value;
  const key = { application: query.get('application') ?? '', environment: query.get('environment') ?? '' };
  const fields: Fields = { key, targets: targets.value, rows: rows.value };
  const [lost, setLost] = useState('');
  const [isSent, setSent] = useState(false);
  const [verdict, setVerdict] = useVerdict(fields, isSent);
  const from = query.get('from') ?? '';
  const target = query.get('target') ?? '';
  useEffect(() => void fill(from, target).then(setLost), [from, target]);
  const mine = groupOf(fields);
  const isCurrent = verdict?.of === textOf(fields);
  const own = faultsOfFields(fields);
  const faults = own.length === 0 && isCurrent ? (verdict.failure?.faults ?? []) : own;
  const at = (path: string): readonly string[] =>
    faults.filter((each) => each.path.replace(/\[.*/, '') === path).map((each) => each.message);
  const isWhole = isComplete(fields);
  const isThere = isCurrent && verdict.isThere === true;

  const create = async (): Promise<void> => {
    setSent(true);
    const next = await tried(fields, false);
    setSent(false);
    setVerdict(next);
    if (next.isThere === true || next.failure !== undefined) return;
    targets.value = '';
    rows.value = [];
    filled = '';
    go('group', { ...key });
    if (hasPrometheus.peek() && hasUrl(key)) void waitUntilUp(stateOf(key));
  };
  return (
    <>
      <h1>New group</h1>
      {lost !== '' && <p class="note">{visible(lost)}</p>}
      <form
        class="stacked"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <div class="names">
          <NameField name="application" label="Application" faults={at('application')} />
          <NameField name="environment" label="Environment" faults={at('environment')} />
        </div>
        {key.application !== '' && key.environment !== '' ? <MayNotWrite group={key} /> : <MayNotWrite />}
        {isThere && (
          <p class="note" role="status">
            There is a group {visible(describeKey(key))} already. <a href={hrefOf('group', { ...key })}>Look at it</a>
          </p>
        )}
        <NamedField
          label="Targets, such as host:port, with spaces, commas or lines between them"
          faults={at('targets')}
        >
          {(described) => (
            <textarea
              {...described}
              class="mono"
              rows={6}
              spellcheck={false}
              value={targets.value}
              onInput={({ currentTarget }) => {
                targets.value = currentTarget.value;
              }}
            />
          )}
        </NamedField>
        <LabelRows rows={rows} faultsOf={(name) => at(`labels.${shorten(name)}`)} />
        {isCurrent && verdict.failure !== undefined && <FailureNote failure={verdict.failure} />}
        <p>
          <button type="submit" disabled={!isWhole || own.length > 0 || isThere || isSent || !mayWrite(key)}>
            Create
          </button>{' '}
          <span class="faint" role="status">
            {mine.targets.length > 0 && counted(mine.targets.length, 'target')}
            {isCurrent && !isThere && verdict.failure === undefined && '; the service would take it'}
          </span>
        </p>
      </form>
      {isWhole && own.length === 0 && hasUrl(key) && (
        <details>
          <summary>The same with curl</summary>
          <CodeBlock
            what="the curl line"
            text={curlLine(thisService(), groupPath(key), { method: 'PUT', body: mine, ifAbsent: true })}
          />
        </details>
      )}
    </>
  );
}

function textOf({ key, targets: typed, rows: labels }: Fields): string {
  return JSON.stringify([key, typed, labels, login.value]);
}

/** Asks the service some time after the last letter, where the rules have nothing against it and it is not being sent. */
function useVerdict(fields: Fields, isSent: boolean): [Verdict | undefined, (verdict: Verdict) => void] {
  const [verdict, setVerdict] = useState<Verdict>();
  const text = textOf(fields);
  useEffect(() => {
    if (isSent || !isComplete(fields) || faultsOfFields(fields).length > 0 || !mayWrite(fields.key)) return undefined;
    const timer = setTimeout(() => void tried(fields, true).then(setVerdict), PAUSE);
    return () => {
      clearTimeout(timer);
    };
  }, [text, isSent, mayWrite(fields.key)]);
  return [verdict, setVerdict];
}

/** Creates the group, or only asks whether the service would. It never rejects. */
async function tried(fields: Fields, dryRun: boolean): Promise<Verdict> {
  const { key } = fields;
  const of = textOf(fields);
  const mine = groupOf(fields);
  try {
    return await ask(async (client) => {
      // A condition that fails is an error, which browsers log.
      if ((await find(client, key, undefined)).group !== undefined) return { of, isThere: true };
      await change(client, { key, revision: undefined, parts: mine, whole: mine }, dryRun);
      return { of };
    });
  } catch (error) {
    if (!(error instanceof TargetEyeError)) throw error;
    return error.code === 'precondition_failed' ? { of, isThere: true } : { of, failure: error };
  }
}

/**
 * Fills the fields with the targets and labels of a group, or with a target; once, so that what was typed since is kept.
 * @returns why it cannot, a sentence or nothing
 */
async function fill(from: string, target: string): Promise<string> {
  const wanted = JSON.stringify([from, target]);
  if (wanted === filled || (from === '' && target === '')) return '';
  filled = wanted;
  if (target !== '') targets.value = target;
  const origin = groupIn(from);
  if (origin === undefined) return '';
  try {
    const { group } = await ask((client) => find(client, origin, undefined));
    if (group === undefined) return `There is no group ${describeKey(origin)} to copy.`;
    targets.value = group.targets.join('\n');
    rows.value = ownLabels(group, origin);
    return '';
  } catch (error) {
    if (!(error instanceof TargetEyeError)) throw error;
    filled = '';
    return failureText(error);
  }
}

function NameField(props: {
  readonly name: keyof GroupKey;
  readonly label: string;
  readonly faults: readonly string[];
}): JSX.Element {
  const { name, label, faults } = props;
  return (
    <NamedField label={label} faults={faults}>
      {(described) => (
        <input
          {...described}
          spellcheck={false}
          autocomplete="off"
          value={place.value.query.get(name) ?? ''}
          onInput={({ currentTarget }) => {
            amend('new', { ...Object.fromEntries(place.peek().query), [name]: currentTarget.value });
          }}
        />
      )}
    </NamedField>
  );
}
