import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { ConfigurationError } from './configuration-error.js';
import { Findings } from './findings.js';

const home = useTemporaryDirectory();
const findings = () => new Findings('the access file', '/etc/access.yml');

function faultsOf(found: Findings): readonly string[] {
  try {
    found.throwIfAny();
    return [];
  } catch (error) {
    return error instanceof ConfigurationError ? error.faults : [String(error)];
  }
}

test('without a fault nothing is thrown, whatever there is to warn of', () => {
  const found = findings();
  found.warn('clients', 'there is none');
  expect(() => {
    found.throwIfAny();
  }).not.toThrow();
  expect(found.warnings).toEqual(['the access file "/etc/access.yml": clients: there is none']);
});

test('all faults are thrown together, each with the file and its place in it', () => {
  const found = findings();
  found.fault('clients[0]', 'it is empty');
  found.fault('', 'it is no mapping');
  expect(faultsOf(found)).toEqual([
    'the access file "/etc/access.yml": clients[0]: it is empty',
    'the access file "/etc/access.yml": it is no mapping',
  ]);
});

test('what an attempt gives is given, and what it throws for is a fault each', () => {
  const found = findings();
  expect(found.attempt('tls', () => 1)).toBe(1);
  const refuse = (): number => {
    throw new ConfigurationError(['no key', 'no certificate']);
  };
  expect(found.attempt('tls', refuse)).toBeUndefined();
  expect(faultsOf(found)).toEqual([
    'the access file "/etc/access.yml": tls: no key',
    'the access file "/etc/access.yml": tls: no certificate',
  ]);
});

test('a defect in an attempt is no fault of the file', () => {
  const found = findings();
  const attempt = (): void => {
    found.attempt('tls', () => {
      throw new TypeError('a defect');
    });
  };
  expect(attempt).toThrow(TypeError);
  expect(faultsOf(found)).toEqual([]);
});

test('every file that is named counts, also one that cannot be read', () => {
  const found = findings();
  const [there, missing] = [join(home(), 'there'), join(home(), 'missing')];
  writeFileSync(there, 'text');
  expect([found.readFile('cert', there), found.readFile('key', missing)]).toEqual(['text', undefined]);
  expect(found.files).toEqual(['/etc/access.yml', there, missing]);
  expect(faultsOf(found)).toEqual([expect.stringMatching(/: key: ".*missing" cannot be read \(ENOENT\)$/)]);
});
