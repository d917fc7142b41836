import { signal, useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { BulkResult } from '@target-eye/client';
import type { JSX } from 'preact';
import { MayNotWrite } from '../../elements/may-not-write.js';
import { askBeforeLeaving } from '../../place/leaving.js';
import { amend, place } from '../../place/place.js';
import { login } from '../../service/session.js';
import { Faults } from './faults.js';
import { type Input, type Look, looksAt } from './look.js';
import { Outcome } from './outcome.js';
import { Proposal } from './proposal.js';
import { SaysForm } from './says-form.js';

/** What was pasted. It stays when the reader looks at another view and comes back. */
const pasted = signal('');

askBeforeLeaving(() => pasted.peek() !== '');

/** Milliseconds after the last letter. */
const PAUSE = 300;

/** Many groups, or many hosts of one group, from a text. */
export function PasteManyView(): JSX.Element {
  const [result, setResult] = useState<BulkResult>();
  const [message, setMessage] = useState('');
  const input = inputIn(pasted.value, place.value.query);
  const [look, setLook] = useLook(input);
  const typed = useSignal('');
  if (result !== undefined)
    return (
      <Outcome
        result={result}
        message={message}
        onMore={() => {
          if (message === '') pasted.value = '';
          setResult(undefined);
        }}
      />
    );
  return (
    <>
      <h1>Paste many groups</h1>
      <MayNotWrite />
      <form
        class="stacked"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <label>
          Groups in JSON or YAML, also those of file_sd, or a list of hosts
          <textarea
            class="mono"
            rows={12}
            wrap="off"
            spellcheck={false}
            value={pasted.value}
            onInput={({ currentTarget }) => {
              pasted.value = currentTarget.value;
            }}
          />
        </label>
        <SaysForm look={look} />
        {look.form !== undefined && <Choices input={input} look={look} />}
      </form>
      <Faults faults={look.faults ?? []} />
      {look.preview !== undefined && (
        <Proposal
          key={look.preview}
          look={look}
          typed={typed}
          onPreview={(preview) => {
            setLook({ ...look, preview });
          }}
          onDone={(done, why) => {
            setMessage(why);
            setResult(done);
          }}
        />
      )}
    </>
  );
}

/** Looks anew when something else is pasted or chosen, or somebody else has logged in. */
function useLook(input: Input): [Look, (look: Look) => void] {
  const [look, setLook] = useState<Look>({});
  const wanted = JSON.stringify([input.names, input.isAddition, input.pruned]);
  useEffect(() => {
    const controller = new AbortController();
    const follow = async (): Promise<void> => {
      try {
        for await (const each of looksAt(input, controller.signal)) if (!controller.signal.aborted) setLook(each);
      } catch {
        // The file of an older page is not there any more after an upgrade.
        setLook({ faults: [{ path: '', message: 'a part of the page cannot be loaded; reload the page' }] });
      }
    };
    setLook((before) => ({ ...before, isBusy: true }));
    const timer = setTimeout(() => void follow(), PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [input.text, wanted, login.value]);
  return [look, setLook];
}

function inputIn(text: string, query: URLSearchParams): Input {
  const named = (prefix: string) => ({
    application: query.get(`${prefix}application`) ?? '',
    environment: query.get(`${prefix}environment`) ?? '',
  });
  return {
    text,
    names: named(''),
    isAddition: query.get('replace') === null,
    pruned: query.get('prune') === null ? undefined : { ...named('prune-'), label: query.get('prune-label') ?? '' },
  };
}

/** What is chosen is in the URL. */
function set(name: string, value: string): void {
  const query: Record<string, string> = Object.fromEntries(place.peek().query);
  amend('many', { ...query, [name]: value });
}

function Field(props: { readonly name: string; readonly label: string; readonly hint?: string }): JSX.Element {
  const { name, label, hint } = props;
  return (
    <label>
      {label}{' '}
      <input
        value={place.value.query.get(name) ?? ''}
        placeholder={hint}
        spellcheck={false}
        onInput={({ currentTarget }) => {
          set(name, currentTarget.value);
        }}
      />
    </label>
  );
}

function Choices({ input, look }: { readonly input: Input; readonly look: Look }): JSX.Element {
  const { isAddition, pruned } = input;
  const isHosts = look.form === 'hosts';
  return (
    <>
      {look.groups?.isUnnamed && (
        <div class="choices">
          <Field name="application" label={isHosts ? 'Application' : 'Application where none is said'} />
          <Field name="environment" label={isHosts ? 'Environment' : 'Environment where none is said'} />
        </div>
      )}
      <fieldset class="choices">
        {isHosts ? (
          [true, false].map((adds) => (
            <label key={adds}>
              <input
                type="radio"
                name="replace"
                checked={adds === isAddition}
                onChange={() => {
                  set('replace', adds ? '' : 'true');
                }}
              />{' '}
              {adds ? 'add them to the group' : 'replace its targets'}
            </label>
          ))
        ) : (
          <label>
            <input
              type="checkbox"
              checked={pruned !== undefined}
              onChange={({ currentTarget }) => {
                set('prune', currentTarget.checked ? 'true' : '');
              }}
            />{' '}
            remove groups that are not named
          </label>
        )}
      </fieldset>
      {!isHosts && pruned !== undefined && (
        <div class="choices">
          <Field name="prune-application" label="but only of application" hint="any, such as pay*" />
          <Field name="prune-environment" label="and environment" hint="any" />
          <Field name="prune-label" label="and label" hint="any, such as team=core" />
        </div>
      )}
    </>
  );
}
