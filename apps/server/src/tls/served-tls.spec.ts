import type { Changing, Follower } from '../operator-files/changing.js';
import { servedTls } from './served-tls.js';
import type { TlsSettings } from './tls-settings.js';

const [ONE, OTHER] = [{ cert: 'one' }, { cert: 'other' }] as unknown as readonly [TlsSettings, TlsSettings];
const TWICE = 'TLS is configured twice';

/** A value that changes as one that is read from a file does: all check the next one before any acts on it. */
class Changeable<Value> implements Changing<Value> {
  private readonly followers: Follower<Value>[] = [];

  constructor(public current: Value) {}

  follow(follower: Follower<Value>): void {
    this.followers.push(follower);
  }

  change(value: Value): void {
    for (const { check } of this.followers) check?.(value);
    this.current = value;
    for (const { apply } of this.followers) apply?.(value);
  }
}

function sources(ofSettings: TlsSettings | undefined, ofWebConfig: TlsSettings | undefined) {
  const [files, webConfig] = [new Changeable(ofSettings), new Changeable({ tls: ofWebConfig })];
  const served = servedTls(files, webConfig);
  const seen: string[] = [];
  const note = (what: string) => (tls: TlsSettings | undefined) => void seen.push(`${what} ${String(tls?.cert)}`);
  served.follow({ check: note('check'), apply: note('apply') });
  return { files, webConfig, served, seen };
}

test('a certificate of the settings is served, and so is what comes in its place', () => {
  const { files, served, seen } = sources(ONE, undefined);
  expect(served.current).toBe(ONE);
  files.change(OTHER);
  expect(served.current).toBe(OTHER);
  expect(seen).toEqual(['check other', 'apply other']);
});

test('a certificate of the web config file is served where the settings have none, and so is what comes in its place', () => {
  const { webConfig, served, seen } = sources(undefined, ONE);
  expect(served.current).toBe(ONE);
  webConfig.change({ tls: OTHER });
  expect(served.current).toBe(OTHER);
  webConfig.change({ tls: undefined });
  expect(served.current).toBeUndefined();
  expect(seen).toEqual(['check other', 'apply other', 'check undefined', 'apply undefined']);
});

test('two certificates are refused, also where the second one comes later', () => {
  expect(() => sources(ONE, OTHER)).toThrow(TWICE);
  const { webConfig, served, seen } = sources(ONE, undefined);
  expect(() => {
    webConfig.change({ tls: OTHER });
  }).toThrow(TWICE);
  expect([served.current, seen]).toEqual([ONE, []]);
});

test('without any certificate there is none', () => {
  expect(sources(undefined, undefined).served.current).toBeUndefined();
});
