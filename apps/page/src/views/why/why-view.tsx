import { useEffect, useRef, useState } from 'preact/hooks';
import { whyNotTargetPattern } from '@target-eye/domain';
import type { JSX } from 'preact';
import { amend, go, place } from '../../place/place.js';
import { about } from '../../service/about.js';
import { Findings } from './findings.js';
import { hostIn } from './host-in.js';

/** Milliseconds without a letter after which it is looked for what was typed. */
const PAUSE = 300;

/** Says in which groups a host is, and what became of it on every Prometheus. */
export function WhyView(): JSX.Element {
  const typed = place.value.query.get('target') ?? '';
  const { target, isTakenOut } = hostIn(typed);
  const [pasted, setPasted] = useState<string>();
  const [host, setHost] = useState(target);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(setHost, PAUSE, target);
    return () => {
      clearTimeout(timer);
    };
  }, [target]);
  useEffect(() => {
    if (typed === '') box.current?.focus();
  }, []);
  const problem = host === '' ? undefined : whyNotTargetPattern(host);
  return (
    <>
      <h1>Why is it up, or not?</h1>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setHost(target);
          go('why', { target });
        }}
      >
        <label>
          Host, with or without port{' '}
          <input
            ref={box}
            type="search"
            class="mono host"
            size={44}
            placeholder="10.3.3.4:9100"
            aria-describedby="host-hint"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={typed}
            onInput={({ currentTarget: { value }, inputType }) => {
              // What is pasted may hold a password, which has no place in the URL.
              const found = hostIn(value);
              const isPasted = inputType === 'insertFromPaste' && found.isTakenOut;
              setPasted(isPasted ? found.target : undefined);
              amend('why', { target: isPasted ? found.target : value });
            }}
          />
        </label>
        <p id="host-hint" class="faint" aria-live="polite">
          {(isTakenOut || pasted === target) && target !== '' ? (
            <>
              <code>{target}</code> was taken out of what you gave.
            </>
          ) : (
            'A URL, an alert or an error message will do: the host is taken out of it. * stands for any characters.'
          )}
        </p>
      </form>
      {problem !== undefined && (
        <p class="note bad" role="alert">
          This is no host: {problem}
        </p>
      )}
      {host !== '' && problem === undefined && about.value !== undefined && <Findings key={host} host={host} />}
    </>
  );
}
