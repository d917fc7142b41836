import fc from 'fast-check';
import { chunked, content, form, json, JSON_TYPE, yaml, YAML_TYPE } from './content.js';
import {
  BAD_NAMES,
  BAD_TARGETS,
  BOOLEAN,
  GOOD_NAMES,
  GOOD_TARGETS,
  INTERVAL,
  type ModelBody,
  type ModelGroup,
  PATH,
  SECONDS,
  TIMEOUT,
} from './contract-model.js';
import type { Content } from './raw-request.js';

/** What is sent, and what it says; `nonsense` is a body that must not be understood. */
export interface Sent {
  readonly content: Content | undefined;
  readonly says: ModelBody | 'nonsense' | undefined;
}

/** What is sent to a group that is there, or not. */
export type ToSend = (current: ModelGroup | undefined) => Sent;

const anyTarget = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...GOOD_TARGETS, ...GOOD_TARGETS, ' a:1 ', 'a:1,b:1', 'c, [::1]:9') },
  { weight: 1, arbitrary: fc.constantFrom(...BAD_TARGETS) },
);
const anyLabel = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(fc.constantFrom(...GOOD_NAMES), fc.constantFrom('x', 'x', 'x', 'y', 'é "\n', '')) },
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom(INTERVAL, TIMEOUT), fc.constantFrom(...SECONDS.keys(), 'x')) },
  { weight: 2, arbitrary: fc.tuple(fc.constant(BOOLEAN), fc.constantFrom('true', 'true', '0', 'yes')) },
  { weight: 2, arbitrary: fc.tuple(fc.constant(PATH), fc.constantFrom('/x', '/x', '/x?y=z', '/#')) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...BAD_NAMES), fc.constant('x')) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...GOOD_NAMES), fc.constant(' ')) },
);
const anyTargets = fc.oneof(fc.uniqueArray(anyTarget, { maxLength: 3 }), fc.array(anyTarget, { maxLength: 4 }));
const anyBody: fc.Arbitrary<ModelBody> = fc.record(
  { targets: anyTargets, labels: fc.array(anyLabel, { maxLength: 3 }).map((list) => new Map(list)) },
  { requiredKeys: [] },
);

/** Picks the more of a list the more of the bits are set, all of it for most numbers. */
const anyMask = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 255 }));

const anyPart = fc
  .record({ targets: anyMask, labels: anyMask }, { requiredKeys: [] })
  .map((masks) => (current: ModelGroup | undefined): ModelBody => {
    const { targets, labels } = current ?? { targets: [], labels: new Map<string, string>() };
    const others = [...labels].filter(([name]) => labels.size === 2 || !['job', 'env'].includes(name));
    return {
      ...(masks.targets !== undefined && { targets: pick(targets, masks.targets) }),
      ...(masks.labels !== undefined && { labels: new Map(pick(others, masks.labels)) }),
    };
  });

function pick<T>(list: readonly T[], mask: number): readonly T[] {
  return list.filter((_, index) => ((mask >> index) & 1) === 1);
}

const NONSENSE: readonly Content[] = [
  content(JSON_TYPE, '{"targets":["a:1"]'),
  content(JSON_TYPE, '{"target":["a:1"]}'),
  content(JSON_TYPE, '{"targets":[1]}'),
  content(JSON_TYPE, ''),
  { headers: { 'Content-Type': YAML_TYPE } },
  chunked({ headers: { 'Content-Encoding': 'gzip' } }),
  content(YAML_TYPE, 'labels: {team: x, team: x}'),
  content(YAML_TYPE, '- a:1'),
  content(YAML_TYPE, 'targets: [a:1]\nlabels: {team: !ENV x}'),
  content(JSON_TYPE, '[{"targets":["a:1"]},{"targets":["b:1"]}]'),
  form('team=x&team=x'),
  form('targets=%'),
  form('target=a:1'),
  form('targets[]=a:1'),
  form('team=R&D'),
  form('targets=a:1\n&team=x'),
  content('text/plain', '{"targets":["a:1"]}'),
  { body: '{"targets":["a:1"]}' },
];

const anyWriter = fc
  .tuple(fc.constantFrom(toJson, toJsonList, toYaml, toForm, toFormWithLineEnd), fc.boolean())
  .map(([write, isChunked]) => (says: ModelBody): Sent => {
    const sent = write(says);
    return isChunked ? { ...sent, content: chunked(sent.content) } : sent;
  });
const anyNothing = fc.constant<ToSend>(() => ({ content: undefined, says: undefined }));
const anyNonsense = fc.constantFrom(...NONSENSE).map((sent): ToSend => () => ({ content: sent, says: 'nonsense' }));
const anyUnderstood = fc.tuple(anyWriter, anyBody).map(
  ([write, body]): ToSend =>
    () =>
      write(body),
);

export const anySent = fc.oneof(
  { weight: 1, arbitrary: anyNothing },
  { weight: 1, arbitrary: anyNonsense },
  { weight: 10, arbitrary: anyUnderstood },
);

/** Names a part of what is there, which `anySent` hardly ever does. */
export const anySentPart = fc.tuple(anyWriter, anyPart).map(
  ([write, partOf]): ToSend =>
    (current) =>
      write(partOf(current)),
);

type Written = Sent & { readonly content: Content };

function toJson(says: ModelBody): Written {
  return { says, content: json({ ...says, ...(says.labels && { labels: Object.fromEntries(says.labels) }) }) };
}

/** As GET shows a group. */
function toJsonList(says: ModelBody): Written {
  const { content: sent } = toJson(says);
  return { says, content: content(JSON_TYPE, `[${String(sent.body)}]`) };
}

function toYaml(says: ModelBody): Written {
  const targets = says.targets && `targets: [${says.targets.map((target) => JSON.stringify(target)).join(', ')}]\n`;
  const labels = [...(says.labels ?? [])].map(([name, value]) => `  ${name}: ${JSON.stringify(value)}\n`);
  const block = says.labels && (labels.length === 0 ? 'labels: {}\n' : `labels:\n${labels.join('')}`);
  return { says, content: yaml(`${targets ?? ''}${block ?? ''}` || '{}') };
}

/** As `toForm`, from a file or a pipe. */
function toFormWithLineEnd(says: ModelBody): Written {
  const { content: sent, ...rest } = toForm(says);
  return { ...rest, content: { ...sent, body: `${String(sent.body)}\n` } };
}

/** A form has no way to say "no target" or "no label" but by leaving them out. */
function toForm({ targets = [], labels = new Map() }: ModelBody): Written {
  const fields = [...targets.map((target) => ['targets', target] as const), ...labels];
  return {
    says: { ...(targets.length > 0 && { targets }), ...(labels.size > 0 && { labels }) },
    content: form(fields.map((field) => field.map(encodeURIComponent).join('=')).join('&')),
  };
}
