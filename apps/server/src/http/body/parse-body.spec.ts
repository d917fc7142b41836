import { JSON_TYPE, YAML_TYPE } from '../../../test/support/content.js';
import { type Body, isQuick, parseBody } from './parse-body.js';

function body(contentType: string, text: string): Body {
  return { contentType, bytes: Buffer.from(text) };
}

function yamlOf(targets: number): string {
  const lines = Array.from({ length: targets }, (_, index) => `- host-${String(index)}.example.org:9100\n`);
  return `targets:\n${lines.join('')}labels: {job: shop, env: prod}\n`;
}

describe('a body is parsed in place or in a thread,', () => {
  test.each([
    ['YAML of 10 targets', YAML_TYPE, yamlOf(10)],
    ['YAML of 140 targets', YAML_TYPE, yamlOf(140)],
    ['YAML of 2,000 targets', YAML_TYPE, yamlOf(2000)],
    ['YAML of one long text', YAML_TYPE, `labels: {text: ${'x'.repeat(60_000)}}`],
    ['JSON of a quarter of a megabyte', JSON_TYPE, '['.repeat(256 * 1024)],
  ])('%s in place', (_, type, text) => {
    expect(isQuick(body(type, text))).toBe(true);
  });

  test.each([
    ['YAML of 3,000 targets', YAML_TYPE, yamlOf(3000)],
    ['YAML of a longer text', YAML_TYPE, `labels: {text: ${'x'.repeat(70_000)}}`],
    ['YAML of 10,000 commas', YAML_TYPE, ','.repeat(10_000)],
    ['YAML of 10,000 lines', YAML_TYPE, '\n'.repeat(10_000)],
    ['YAML of 10,000 anchors', YAML_TYPE, '&a '.repeat(10_000)],
    ['JSON of more', JSON_TYPE, '['.repeat(256 * 1024 + 1)],
  ])('%s in a thread', (_, type, text) => {
    expect(isQuick(body(type, text))).toBe(false);
  });
});

test.each(['targets: [a:1]', 'targets: [a:1', 'targets: [@,@,@]'])(
  'errors have stack traces after YAML as before: %s',
  (text) => {
    const { stackTraceLimit } = Error;
    try {
      parseBody(body(YAML_TYPE, text));
    } catch {
      // It may be refused.
    }
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    expect(stackTraceLimit).toBeGreaterThan(0);
  },
);
