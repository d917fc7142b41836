import fc from 'fast-check';
import { anyGroup, anyKey } from '../../testing/index.js';
import { groupKey, type TargetGroup } from '../groups/target-group.js';
import { filterFor, parseLabelMatcher, type Selector } from './filter.js';

const KEY = groupKey('payments', 'prod');
const GROUP: TargetGroup = {
  targets: ['10.3.3.1:9100', 'Web-1.example.org', '[2001:db8::1]:443'],
  labels: { job: 'payments', env: 'prod', team: 'Checkout' },
};
const isWanted = (selector: Selector, group = GROUP, key = KEY): boolean => filterFor(selector)(key, group);
const label = (text: string) => {
  const matcher = parseLabelMatcher(text);
  if (matcher === undefined) throw new Error(`${text} is no label matcher`);
  return matcher;
};

test('every group matches when nothing is asked for', () => {
  expect(isWanted({})).toBe(true);
  expect(isWanted({ applications: [], environments: [], targets: [], labels: [], search: '' })).toBe(true);
});

test.each<[Selector, boolean]>([
  [{ applications: ['payments'] }, true],
  [{ applications: ['Payments'] }, false],
  [{ applications: ['pay*'] }, true],
  [{ applications: ['pay'] }, false],
  [{ applications: ['shop', '*s'] }, true],
  [{ applications: ['*'] }, true],
  [{ environments: ['prod'] }, true],
  [{ environments: ['test', 'dev'] }, false],
  [{ applications: ['payments'], environments: ['test'] }, false],
])('by names: %j', (selector, expected) => {
  expect(isWanted(selector)).toBe(expected);
});

test.each([
  ['10.3.3.1', true],
  ['10.3.3.1:9100', true],
  ['10.3.3.1:9101', false],
  ['10.3.3.*', true],
  ['10.3.3.*:9100', true],
  ['*:9100', true],
  ['*:91*', true],
  ['*:80', false],
  ['web-1.example.org', true],
  ['WEB-*.EXAMPLE.ORG.', true],
  ['web-1.example.org:80', false],
  ['web-1.example.org:*', false],
  ['[2001:db8::1]', true],
  ['[2001:0db8:0:0:0:0:0:1]:443', true],
  ['2001:db8::1', true],
  ['[2001:db8::*]:443', true],
  ['[2001:db8::2]', false],
  ['', false],
])('by the target %s: %s', (pattern, expected) => {
  expect(isWanted({ targets: [pattern] })).toBe(expected);
  expect(isWanted({ targets: ['no.such.host', pattern] })).toBe(expected);
});

test.each([
  ['team=Checkout', true],
  ['team=checkout', false],
  ['team=Check*', true],
  ['team!=Checkout', false],
  ['team!=Search', true],
  ['zone=', true],
  ['zone=*', true],
  ['zone=a', false],
  ['zone!=', false],
  ['zone!=a', true],
  ['team=', false],
  ['team!=', true],
  ['constructor=', true],
])('by the label %s: %s', (text, expected) => {
  expect(isWanted({ labels: [label(text)] })).toBe(expected);
});

test('all label matchers must hold', () => {
  expect(isWanted({ labels: [label('team=Checkout'), label('env=prod')] })).toBe(true);
  expect(isWanted({ labels: [label('team=Checkout'), label('env=test')] })).toBe(false);
});

test('the value of a label matcher may have equals signs and line breaks', () => {
  expect(parseLabelMatcher('a=b=c\nd')).toEqual({ name: 'a', isEqual: true, pattern: 'b=c\nd' });
  expect(parseLabelMatcher('a!=b!=c')).toEqual({ name: 'a', isEqual: false, pattern: 'b!=c' });
});

test.each(['', 'team', '=x', '!=x', 'team!', 'te!am=x'])('%j is no label matcher', (text) => {
  expect(parseLabelMatcher(text)).toBeUndefined();
});

test.each([
  ['PAY', true],
  ['prod', true],
  ['3.3.1:91', true],
  ['web-1.EXAMPLE', true],
  ['team=check', true],
  ['TEAM=CHECKOUT', true],
  ['payments/prod', false],
  ['*', false],
  ['payments prod', false],
])('by a search for %s: %s', (search, expected) => {
  expect(isWanted({ search })).toBe(expected);
});

test('a group is found by everything that it has', () => {
  fc.assert(
    fc.property(anyKey, anyGroup, (key, group) => {
      const { application, environment } = key;
      expect(isWanted({ applications: [application], environments: [environment] }, group, key)).toBe(true);
      for (const target of group.targets) expect(isWanted({ targets: [target] }, group, key)).toBe(true);
      for (const [name, pattern] of Object.entries(group.labels)) {
        expect(isWanted({ labels: [{ name, isEqual: true, pattern }] }, group, key)).toBe(true);
        expect(isWanted({ labels: [{ name, isEqual: false, pattern }] }, group, key)).toBe(false);
        expect(isWanted({ search: `${name}=${pattern}` }, group, key)).toBe(true);
      }
    }),
  );
});

test('another selector more never lets more groups through', () => {
  fc.assert(
    fc.property(anyKey, anyGroup, fc.string(), fc.string(), (key, group, search, application) => {
      if (isWanted({ search, applications: [application] }, group, key))
        expect(isWanted({ search }, group, key)).toBe(true);
    }),
  );
});
