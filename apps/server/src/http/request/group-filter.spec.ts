import { filterFor, groupKey, MAX_SOUGHT, MAX_STARS } from '@target-eye/domain';
import { RequestError } from '../answer/request-error.js';
import { GROUP_FILTER, GROUP_SEARCH, MAX_PATTERNS, selectorOf } from './group-filter.js';
import { readQuery } from './query.js';

const NOTHING = { applications: [], environments: [], targets: [], labels: [] };
const selectorIn = (query: string) => selectorOf(readQuery(`/?${query}`, GROUP_SEARCH));
const faultsOf = (query: string): RequestError['faults'] | undefined => {
  try {
    selectorIn(query);
  } catch (error) {
    if (error instanceof RequestError) return error.faults;
    throw error;
  }
  return undefined;
};
const LONG = 'a'.repeat(MAX_SOUGHT + 1);

test.each<[string, object]>([
  ['', {}],
  ['application=a&application=b*', { applications: ['a', 'b*'] }],
  ['environment=prod', { environments: ['prod'] }],
  ['target=10.3.3.1&target=*:9100', { targets: ['10.3.3.1', '*:9100'] }],
  [
    'label=team=a%3Db&label=zone!=x*',
    {
      labels: [
        { name: 'team', isEqual: true, pattern: 'a=b' },
        { name: 'zone', isEqual: false, pattern: 'x*' },
      ],
    },
  ],
  ['label=team=', { labels: [{ name: 'team', isEqual: true, pattern: '' }] }],
  ['search=Web+1', { search: 'Web 1' }],
])('?%s', (query, expected) => {
  expect(selectorIn(query)).toEqual({ ...NOTHING, ...expected });
});

test.each<[string, string]>([
  ['application=', '"application" in the query of the URL is empty; give it a value or leave it out'],
  ['environment', '"environment" in the query of the URL is empty; give it a value or leave it out'],
  ['target=', '"target" in the query of the URL is empty; give it a value or leave it out'],
  ['label=', '"label" in the query of the URL is empty; give it a value or leave it out'],
  ['search=', '"search" in the query of the URL is empty; give it a value or leave it out'],
  ['search=a&search=b', '"search" in the query of the URL is given more than once'],
  [
    'label=team',
    '"label" in the query of the URL is "team"; it has to be name=pattern or name!=pattern, such as team=checkout',
  ],
  [
    'label==x',
    '"label" in the query of the URL is "=x"; it has to be name=pattern or name!=pattern, such as team=checkout',
  ],
  [
    'label=my-team!=x',
    '"label" in the query of the URL is "my-team!=x"; "my-team" is not a label name, which has to match [a-zA-Z_][a-zA-Z0-9_]*',
  ],
])('?%s does not fit', (query, message) => {
  const path = query.replace(/=.*/, '');
  expect(faultsOf(query)).toEqual([{ path, code: 'query_invalid', message }]);
});

test.each<[string, RegExp]>([
  [
    `application=*${LONG}*`,
    /^"application" in the query of the URL is "\*aaa.*"; between two \* it may have 200 characters$/,
  ],
  [`environment=*${LONG}*`, /^"environment" in the query of the URL is .*; between two \* it may have 200 characters$/],
  [`target=*${LONG}*`, /^"target" in the query of the URL is .*; between two \* it may have 200 characters$/],
  [`label=a=*${LONG}*`, /^"label" in the query of the URL is .*; between two \* it may have 200 characters$/],
  ['application=' + '*'.repeat(21), /^"application" in the query of the URL is "\*+"; it may have 20 \*$/],
  [`label=a=${'*a'.repeat(21)}`, /^"label" in the query of the URL is .*; it may have 20 \*$/],
  [`search=${LONG}`, /^"search" in the query of the URL is .*; it may have 200 characters$/],
])('what could take long is refused (%#)', (query, message) => {
  expect(faultsOf(query)).toMatchObject([{ code: 'query_invalid' }]);
  expect(() => selectorIn(query)).toThrow(message);
});

test.each(['application=a', 'environment=a', 'target=a', 'label=a=b'])('?%s can be given many times', (parameter) => {
  const times = (count: number) => Array<string>(count).fill(parameter).join('&');
  expect(() => selectorIn(times(MAX_PATTERNS))).not.toThrow();
  expect(() => selectorIn(times(MAX_PATTERNS + 1))).toThrow(/ is given 51 times; it may be given 50 times$/);
});

test.each([
  ['http://x', 'it is host or host:port, without scheme or path'],
  ['a:99999', '"99999" is not a port (1 to 65535)'],
  ['h1*,h2', 'around a * only parts of a host or an address and a port may stand, such as 10.3.*:91*'],
])('?target=%s is refused, because %s', (target, reason) => {
  const message = `"target" in the query of the URL is "${target}", which is no target: ${reason}`;
  expect(faultsOf(`target=${target}`)).toEqual([{ path: 'target', code: 'query_invalid', message }]);
});

test('only people who look at a list may search', () => {
  expect(() => readQuery('/?search=a', GROUP_FILTER)).toThrow('"search" in the query of the URL is not understood');
});

test('no pattern that is let through takes long', () => {
  const value = 'ab'.repeat(100_000);
  const group = { targets: ['a'.repeat(200) + ':1'], labels: { a: value } };
  const evil = [
    `label=a=${'*a'.repeat(MAX_STARS - 1)}*c`,
    `label=a=*${'ab'.repeat(99)}aa*`,
    `label=a=*b${'ab'.repeat(99)}a*`,
    `label=a!=${'*'.repeat(MAX_STARS)}`,
    `target=${'*a'.repeat(MAX_STARS)}b`,
    `search=b${'ab'.repeat(99)}b`,
  ];
  const begin = process.cpuUsage();
  for (const query of evil) {
    const filter = filterFor(selectorIn(query));
    for (let round = 0; round < 10; round += 1) filter(groupKey('a', 'b'), group);
  }
  const { user } = process.cpuUsage(begin);
  expect(user / 1000).toBeLessThan(2000);
});
