import type { Reloadable } from '../operator-files/reloadable.js';
import type { TlsSettings } from '../tls/tls-settings.js';
import type { WebConfig } from '../web-config/web-config-file.js';
import { tlsSource } from './tls-source.js';

const [ONE, OTHER] = [{ cert: 'one' }, { cert: 'other' }] as unknown as readonly [TlsSettings, TlsSettings];
const TWICE = 'TLS is configured twice';

/** A value that changes as one that is read from a file does: all checks first, then all listeners. */
class Changeable<Value> implements Pick<Reloadable<Value>, 'current' | 'onCheck' | 'onChange'> {
  private readonly checks: ((value: Value) => void)[] = [];
  private readonly listeners: ((value: Value) => void)[] = [];

  constructor(public current: Value) {}

  onCheck(check: (value: Value) => void): void {
    this.checks.push(check);
  }

  onChange(listener: (value: Value) => void): void {
    this.listeners.push(listener);
  }

  change(value: Value): void {
    for (const check of this.checks) check(value);
    this.current = value;
    for (const listener of this.listeners) listener(value);
  }
}

function sources(ofSettings: TlsSettings | undefined, ofWebConfig: TlsSettings | undefined) {
  const files = new Changeable(ofSettings);
  const webConfig = new Changeable({ tls: ofWebConfig } as WebConfig);
  const source = tlsSource(
    files as unknown as Reloadable<TlsSettings | undefined>,
    webConfig as unknown as Reloadable<WebConfig>,
  );
  const seen: string[] = [];
  const note = (what: string) => (tls: TlsSettings | undefined) => void seen.push(`${what} ${String(tls?.cert)}`);
  source.onCheck(note('check'));
  source.onChange(note('change'));
  const changeWebConfig = (tls: TlsSettings | undefined): void => {
    webConfig.change({ tls } as WebConfig);
  };
  return { files, source, seen, changeWebConfig };
}

test('a certificate of the settings is served, and so is what comes in its place', () => {
  const { files, source, seen } = sources(ONE, undefined);
  expect(source.current).toBe(ONE);
  files.change(OTHER);
  expect(source.current).toBe(OTHER);
  expect(seen).toEqual(['check other', 'change other']);
});

test('a certificate of the web config file is served where the settings have none, and so is what comes in its place', () => {
  const { source, seen, changeWebConfig } = sources(undefined, ONE);
  expect(source.current).toBe(ONE);
  changeWebConfig(OTHER);
  expect(source.current).toBe(OTHER);
  changeWebConfig(undefined);
  expect(source.current).toBeUndefined();
  expect(seen).toEqual(['check other', 'change other', 'check undefined', 'change undefined']);
});

test('two certificates are refused, also where the second one comes later', () => {
  expect(() => sources(ONE, OTHER)).toThrow(TWICE);
  const { source, seen, changeWebConfig } = sources(ONE, undefined);
  expect(() => {
    changeWebConfig(OTHER);
  }).toThrow(TWICE);
  expect([source.current, seen]).toEqual([ONE, []]);
});

test('without any certificate there is none', () => {
  expect(sources(undefined, undefined).source.current).toBeUndefined();
});
