import fc from 'fast-check';
import type { Api } from './api.js';
import { json } from './content.js';
import { BAD_TARGETS, GOOD_TARGETS, MODEL, type ModelGroup } from './contract-model.js';
import type { Answer } from './answer.js';
import { expectFailure, failureIn } from './refusal.js';

/** The groups of a run, by URL. */
type Model = Map<string, ModelGroup>;

/** The fuse of a run, which has few targets. */
export const MODEL_FUSE = { percent: 50, targets: 3 };

/** The groups that a request may name, by URL, in the order of their keys. */
const KEYS: ReadonlyMap<string, readonly [application: string, environment: string]> = new Map([
  ['/A%2Fb/%C3%A9', ['A/b', 'é']],
  ['/a/bc', ['a', 'bc']],
  ['/ab/c', ['ab', 'c']],
]);

/** Patterns for applications and for targets, and what they match. */
const APPLICATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['*', ['A/b', 'a', 'ab']],
  ['a*', ['a', 'ab']],
  ['*b', ['A/b', 'ab']],
  ['a', ['a']],
]);
const TARGETS: ReadonlyMap<string, readonly string[]> = new Map([
  ['a', ['a:1']],
  ['A:1', ['a:1']],
  ['*:1', ['a:1', 'b:1', '10.0.0.1:1']],
  ['d', ['D:80']],
  ['c', ['c']],
  ['c:80', []],
  ['10.*', ['10.0.0.1:1']],
  ['[::1]:9', ['[::1]:9']],
]);

/** What the contract's section "Many at once" makes of each group: the group, or `undefined` where it goes. */
type After = ReadonlyMap<string, ModelGroup | undefined>;

interface Asked {
  readonly method: 'PUT' | 'DELETE';
  readonly url: string;
  readonly body?: object;
  /** What becomes of the groups that the request is about, in the order of the answer. */
  readonly after: (model: Model) => After | 'refused';
}

/** Requests for many groups. `compareAll` compares what is shown with the model. */
export function anyBulk<Service extends { readonly api: Pick<Api, 'send'> }>(
  compareAll: (model: Model, service: Service) => Promise<void>,
): fc.Arbitrary<fc.AsyncCommand<Model, Service>> {
  return fc.tuple(anyAsked, fc.boolean()).map(([asked, isTriedBefore]) => ({
    check: () => true,
    run: async (model, service) => {
      if (isTriedBefore) {
        await ask(model, service.api, asked, 'dry_run=true');
        await compareAll(model, service);
      }
      const after = await ask(model, service.api, asked);
      for (const [path, group] of after)
        if (group === undefined) model.delete(path);
        else model.set(path, group);
      await compareAll(model, service);
    },
    toString: () => `${asked.method} ${asked.url} ${JSON.stringify(asked.body)}`,
  }));
}

/** Sends a request, again with force where the fuse refuses it, and says what is to become of the groups. */
async function ask(
  model: Model,
  api: Pick<Api, 'send'>,
  { method, url, body, after }: Asked,
  query = '',
): Promise<After> {
  const send = (more: string): Promise<Answer> => api.send(method, `${url}&${more}`, body && json(body));
  const answer = await send(query);
  const wanted = after(model);
  if (wanted === 'refused') {
    expect(answer.status).toBe(400);
    failureIn(answer);
    return new Map();
  }
  const [taken, total] = toll(model, wanted);
  if (taken * 100 <= MODEL_FUSE.percent * total || taken < MODEL_FUSE.targets) {
    expectOutcomes(answer, model, wanted);
    return wanted;
  }
  const fused = { code: 'too_much_at_once', status: 409, says: `force=${String(taken)} ` };
  expectFailure(answer, fused);
  expectFailure(await send(`${query}&force=${String(taken + 1)}`), fused);
  expectOutcomes(await send(`${query}&force=${String(taken)}`), model, wanted);
  return wanted;
}

function toll(model: Model, after: After): readonly [taken: number, total: number] {
  const gone = [...after].flatMap(([path, group]) =>
    (model.get(path)?.targets ?? []).filter((target) => !group?.targets.includes(target)),
  );
  return [gone.length, [...model.values()].flatMap(({ targets }) => targets).length];
}

function expectOutcomes({ status, text }: Answer, model: Model, after: After): void {
  const groups = [...after].map(([path, group]) => {
    const [application, environment] = KEYS.get(path) ?? [];
    return { application, environment, outcome: outcomeOf(model.get(path), group) };
  });
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ failed: 0, groups });
}

function outcomeOf(before: ModelGroup | undefined, after: ModelGroup | undefined): string {
  if (after === undefined) return 'removed';
  if (before === undefined) return 'created';
  const [one, other] = [before, after].map(({ targets, labels }) => JSON.stringify([targets, [...labels].sort()]));
  return one === other ? 'unchanged' : 'changed';
}

const anyPath = fc.constantFrom(...KEYS.keys());
const anyTargets = fc.array(
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...GOOD_TARGETS) },
    { weight: 1, arbitrary: fc.constantFrom(...BAD_TARGETS) },
  ),
  { minLength: 1, maxLength: 4 },
);
const anyLabels = fc.option(fc.dictionary(fc.constantFrom('job', 'team'), fc.constantFrom('x', 'y'), { maxKeys: 2 }), {
  nil: undefined,
});

const anyReplacement: fc.Arbitrary<Asked> = fc
  .record({
    groups: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.uniqueArray(fc.tuple(anyPath, anyTargets, anyLabels), { selector: ([path]) => path }),
      },
      { weight: 1, arbitrary: fc.array(fc.tuple(anyPath, anyTargets, anyLabels), { maxLength: 3 }) },
    ),
    pattern: fc.option(fc.constantFrom(...APPLICATIONS.keys()), { nil: undefined }),
    isPruning: fc.boolean(),
    isList: fc.boolean(),
  })
  .map(({ groups, pattern, isPruning, isList }) => {
    const filter = pattern === undefined ? '' : `&application=${encodeURIComponent(pattern)}`;
    const given = groups.map(([path, targets, labels]) => {
      const [application, environment] = KEYS.get(path) ?? [];
      return { application, environment, targets, ...(labels !== undefined && { labels }) };
    });
    return {
      method: 'PUT',
      url: `/api/v1/groups?prune=${String(isPruning)}${filter}`,
      body: isList ? given : { groups: given },
      after: (model) => {
        if ((groups.length === 0 && !isPruning) || !groups.every(([path]) => isNamed(path, pattern))) return 'refused';
        const after = new Map<string, ModelGroup | undefined>();
        for (const [path, targets, labels = {}] of groups) {
          const [job, env] = KEYS.get(path) ?? ['', ''];
          const defaults = new Map(Object.entries({ job, env }));
          const group = MODEL.PUT(undefined, { targets, labels: new Map(Object.entries(labels)) }, defaults);
          if (typeof group === 'string' || after.has(path)) return 'refused';
          after.set(path, group);
        }
        for (const path of isPruning ? KEYS.keys() : [])
          if (!after.has(path) && model.has(path) && isNamed(path, pattern)) after.set(path, undefined);
        return after;
      },
    };
  });

function isNamed(path: string, pattern: string | undefined): boolean {
  return pattern === undefined || APPLICATIONS.get(pattern)?.includes(KEYS.get(path)?.[0] ?? '') === true;
}

const anyRemoval: fc.Arbitrary<Asked> = fc
  .tuple(
    fc.option(fc.constantFrom(...APPLICATIONS.keys()), { nil: undefined }),
    fc.option(fc.constantFrom(...TARGETS.entries()), { nil: undefined }),
  )
  .map(([pattern, targets]) => ({
    method: 'DELETE',
    url: `/api/v1/groups?${query({ application: pattern, target: targets?.[0] })}`,
    after: (model) => {
      if (pattern === undefined && targets === undefined) return 'refused';
      const isMeant = ([path, group]: readonly [string, ModelGroup]): boolean =>
        isNamed(path, pattern) &&
        (targets === undefined || group.targets.some((target) => targets[1].includes(target)));
      return new Map(inOrder(model).flatMap((entry) => (isMeant(entry) ? [[entry[0], undefined]] : [])));
    },
  }));

const anyRetirement: fc.Arbitrary<Asked> = fc.constantFrom(...TARGETS.entries()).map(([pattern, retired]) => ({
  method: 'DELETE',
  url: `/api/v1/targets?${query({ target: pattern })}`,
  after: (model) =>
    new Map(
      inOrder(model).flatMap(([path, group]) => {
        const targets = group.targets.filter((target) => !retired.includes(target));
        if (targets.length === group.targets.length) return [];
        return [[path, targets.length === 0 ? undefined : { ...group, targets }] as const];
      }),
    ),
}));

const anyAsked = fc.oneof({ weight: 3, arbitrary: anyReplacement }, anyRemoval, anyRetirement);

function inOrder(model: Model): readonly (readonly [string, ModelGroup])[] {
  return [...KEYS.keys()].flatMap((path) => {
    const group = model.get(path);
    return group === undefined ? [] : [[path, group] as const];
  });
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}
