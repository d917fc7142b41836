import fc from 'fast-check';
import { type GroupPattern, matchesEveryGroup, matchesGroupPattern, parseGroupPattern } from './group-pattern.js';

function patternOf(text: string): GroupPattern {
  const pattern = parseGroupPattern(text);
  if (typeof pattern === 'string') throw new Error(pattern);
  return pattern;
}

const matches = (pattern: string, application: string, environment: string): boolean =>
  matchesGroupPattern(patternOf(pattern), { application, environment });

test.each([
  ['*/*', true],
  ['**/*', true],
  ['*/prod', false],
  ['%2A/*', false],
])('%s matches every group: %s', (pattern, expected) => {
  expect(matchesEveryGroup(patternOf(pattern))).toBe(expected);
});

test.each([
  ['payments/prod', 'payments', 'prod', true],
  ['payments/prod', 'payments', 'prod2', false],
  ['payments/prod', 'Payments', 'prod', false],
  ['payments/*', 'payments', 'anything/at all', true],
  ['payments/*', 'payments2', 'prod', false],
  ['*/*', '/', '*', true],
  ['*/dev-*', 'shop', 'dev-1', true],
  ['*/dev-*', 'shop', 'dev-', true],
  ['*/dev-*', 'shop', 'my-dev-1', false],
  ['*pay*/p*d', 'my-payments', 'pd', true],
  ['a*a/b', 'a', 'b', false],
  ['a*a/b', 'aa', 'b', true],
  ['a*bc*c/x', 'abc', 'x', false],
  ['**/x', 'anything', 'x', true],
  ['a%2Fb/c', 'a/b', 'c', true],
  ['%2A/c', '*', 'c', true],
  ['%2A/c', 'x', 'c', false],
  ['100%25/c', '100%', 'c', true],
  ['caf%C3%A9/c', 'café', 'c', true],
  ['café/c', 'café', 'c', true],
  ['a.c/x', 'abc', 'x', false],
])('%s for %s and %s: %s', (pattern, application, environment, expected) => {
  expect(matches(pattern, application, environment)).toBe(expected);
});

test.each(['payments', '', '/', 'payments/', '/prod', 'a/b/c', '*'])('%p has no slash in its middle', (text) => {
  expect(parseGroupPattern(text)).toContain(
    `${JSON.stringify(text)} is not a pattern; write application/environment with one slash`,
  );
});

test.each(['%zz/b', 'a/100%', '%C3*%A9/b'])('%p is not percent-encoded', (text) => {
  expect(parseGroupPattern(text)).toContain(`the pattern ${JSON.stringify(text)} is not percent-encoded UTF-8`);
});

const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '/', '%', '.', 'é'), maxLength: 8 });
const pieces = fc.array(text, { minLength: 1, maxLength: 4 }).filter((parts) => parts.length > 1 || parts[0] !== '');

test('matches what a regular expression made of the same pieces matches', () => {
  fc.assert(
    fc.property(pieces, text, (parts, name) => {
      const pattern = parts.map((part) => encodeURIComponent(part).replaceAll('*', '%2A')).join('*');
      const reference = new RegExp(`^${parts.map((part) => part.replace(/[.*/]/g, '\\$&')).join('[^]*')}$`, 'u');
      expect(matches(`${pattern}/x`, name, 'x')).toBe(reference.test(name));
      expect(matches(`x/${pattern}`, 'x', name)).toBe(reference.test(name));
    }),
    { numRuns: 2000 },
  );
});

test('matches every name that its stars were filled in to make', () => {
  fc.assert(
    fc.property(pieces, fc.array(text, { minLength: 4, maxLength: 4 }), (parts, fillings) => {
      const pattern = parts.map((part) => encodeURIComponent(part).replaceAll('*', '%2A')).join('*');
      const name = parts.map((part, index) => (index === 0 ? part : `${String(fillings[index])}${part}`)).join('');
      expect(matches(`${pattern}/*`, name, 'x')).toBe(true);
    }),
  );
});

test('does not try again and again where a regular expression would for ages', () => {
  expect(matches(`${'a*'.repeat(200)}b/x`, 'a'.repeat(50_000), 'x')).toBe(false);
});
