import fc from 'fast-check';
import type { TargetGroup } from '@target-eye/domain';
import type { OpenTargetGroupStore } from '@target-eye/domain/testing';
import { type Api, groupIn, openApi } from './api.js';
import { anySent, anySentPart, type ToSend } from './any-sent.js';
import { anyBulk, MODEL_FUSE } from './bulk-model.js';
import { IDEMPOTENT_MODEL, MODEL, type ModelGroup } from './contract-model.js';
import type { Answer } from './answer.js';
import type { Content } from './raw-request.js';
import { failureIn } from './refusal.js';

/** A service that is compared with the model, and how to let go of it. Its fuse is `MODEL_FUSE`. */
export interface ModelledService {
  readonly api: Pick<Api, 'send'>;
  readonly close: () => Promise<void>;
}

export interface ModelRunOptions {
  /** A service without any group. */
  readonly open: () => Promise<ModelledService>;
  /** Closes a service and opens another one on what the first kept. */
  readonly restart?: (service: ModelledService) => Promise<ModelledService>;
  readonly numRuns: number;
}

/** The service in this process, over a store. */
export async function serve({ store, close }: OpenTargetGroupStore): Promise<ModelledService> {
  const api = await openApi({ store, fuse: MODEL_FUSE });
  return {
    api,
    close: async () => {
      await api.stop();
      await close();
    },
  };
}

/** Sends random requests to the service and compares every answer with the model of the contract. */
export async function runModel({ open, restart, numRuns }: ModelRunOptions): Promise<void> {
  const restarts = restart === undefined ? [] : [fc.constant(new Restart(restart))];
  const commands = fc.commands([anyChange, anyChange, anyChange, anyRemoval, anyBulkRequest, ...restarts], {
    maxCommands: 40,
    size: '+1',
  });
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      const service = { ...(await open()), texts: new Map<string, string>(), tags: new Map<string, string>() };
      const model = new Map<string, ModelGroup>();
      try {
        await fc.asyncModelRun(() => ({ model, real: service }), run);
        await compareAll(model, service);
      } finally {
        await service.close();
      }
    }),
    { numRuns },
  );
}

type Model = Map<string, ModelGroup>;

interface Service {
  api: ModelledService['api'];
  close: ModelledService['close'];
  /** What was shown with which ETag. */
  readonly texts: Map<string, string>;
  /** Which ETag each group has, by URL. */
  readonly tags: Map<string, string>;
}

/** How a change is asked for, besides what it says. */
interface Manner {
  readonly isTriedBefore: boolean;
  readonly isIdempotent: boolean;
  readonly condition: keyof typeof CONDITIONS;
}

interface Condition {
  readonly headers: Readonly<Record<string, string>>;
  readonly holds: boolean;
}

/** Conditions, where a group has this ETag or there is none, and others have been seen. */
const CONDITIONS = {
  none: () => ({ headers: {}, holds: true }),
  now: (tag, seen) => ({ headers: { 'If-Match': [...seen, tag ?? '"none"'].join(', ') }, holds: tag !== undefined }),
  stale: (tag, seen) => {
    const old = seen.find((other) => other !== tag) ?? '"none"';
    return { headers: { 'If-Match': old }, holds: false };
  },
  weak: (tag = '"none"') => ({ headers: { 'If-Match': `W/${tag}` }, holds: false }),
  present: (tag) => ({ headers: { 'If-Match': '*' }, holds: tag !== undefined }),
  absent: (tag) => ({ headers: { 'If-None-Match': '*' }, holds: tag === undefined }),
} satisfies Record<string, (tag: string | undefined, seen: readonly string[]) => Condition>;

/** The groups, by URL, with the names that `job` and `env` default to. */
const GROUPS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['/ab/c', ['ab', 'c']],
  ['/a/bc', ['a', 'bc']],
  ['/A%2Fb/%C3%A9', ['A/b', 'é']],
]);

class Request implements fc.AsyncCommand<Model, Service> {
  private sent: Content | undefined;

  constructor(
    private readonly verb: 'PUT' | 'POST' | 'DELETE',
    private readonly path: string,
    private readonly toSend: ToSend,
    private readonly manner: Manner,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, service: Service): Promise<void> {
    const current = model.get(this.path);
    const { isTriedBefore, isIdempotent, condition } = this.manner;
    const tag = service.tags.get(this.path);
    const { headers, holds } = CONDITIONS[condition](tag, [...service.texts.keys()].slice(-3));
    const { content, says } = this.toSend(current);
    const sent = { ...content, headers: { ...content?.headers, ...headers } };
    this.sent = sent;
    const [job, env] = GROUPS.get(this.path) ?? ['', ''];
    const defaults = new Map([
      ['job', job],
      ['env', env],
    ]);
    const rules = isIdempotent ? IDEMPOTENT_MODEL : MODEL;
    const outcome = says === 'nonsense' ? 'refused' : rules[this.verb](current, says, defaults);
    const trial = isTriedBefore ? await this.send(service, sent, '&dry_run=true') : undefined;
    if (trial !== undefined) {
      expect(trial.headers['dry-run']).toBe('true');
      expect(await compare(model, service, this.path)).toBe(tag);
    }
    const answer = await this.send(service, sent, '');
    if (trial !== undefined) expect(stateIn(answer)).toEqual(stateIn(trial));
    if (answer.status === 412) {
      expect({ holds, tag: answer.headers['etag'] }).toEqual({ holds: false, tag });
      failureIn(answer);
    } else if (outcome === 'refused') {
      expect(answer.status).toBe(400);
      failureIn(answer);
    } else {
      expect(holds).toBe(true);
      const after = outcome === 'gone' ? undefined : outcome;
      expect(comparable(groupIn(answer))).toEqual(expected(after ?? current));
      if (after === undefined) model.delete(this.path);
      else model.set(this.path, after);
    }
    expect(await compare(model, service, this.path)).toBe(answer.status === 200 ? answer.headers['etag'] : tag);
  }

  private send({ api }: Service, sent: Content, query: string): Promise<Answer> {
    return api.send(this.verb, `${this.path}?idempotent=${String(this.manner.isIdempotent)}${query}`, sent);
  }

  toString(): string {
    const { headers = {}, body = '' } = this.sent ?? {};
    return `${this.verb} ${this.path} ${JSON.stringify(this.manner)} ${JSON.stringify(headers)} ${body.toString()}`;
  }
}

class Restart implements fc.AsyncCommand<Model, Service> {
  constructor(private readonly restart: NonNullable<ModelRunOptions['restart']>) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, service: Service): Promise<void> {
    Object.assign(service, await this.restart(service));
    await compareAll(model, service);
  }

  toString(): string {
    return 'restart';
  }
}

async function compareAll(model: Model, service: Service): Promise<void> {
  for (const path of GROUPS.keys()) {
    const tag = await compare(model, service, path);
    const again = await service.api.send('GET', path, { headers: { 'If-None-Match': tag ?? '*' } });
    expect({ path, status: again.status }).toEqual({ path, status: tag === undefined ? 200 : 304 });
  }
}

/** Looks whether GET shows what the model has, with an ETag that only these bytes ever had, and gives the ETag. */
async function compare(model: Model, { api, texts, tags }: Service, path: string): Promise<string | undefined> {
  const answer = await api.send('GET', path);
  expect({ path, ...comparable(groupIn(answer)) }).toEqual({ path, ...expected(model.get(path)) });
  const tag = answer.headers['etag'];
  expect(tag === undefined).toBe(!model.has(path));
  tags.delete(path);
  if (tag === undefined) return undefined;
  expect(texts.get(tag) ?? answer.text).toBe(answer.text);
  texts.set(tag, answer.text);
  tags.set(path, tag);
  expect(new Set(texts.values()).size).toBe(texts.size);
  return tag;
}

/** What an answer says of a group, without what differs from one moment to the next. */
function stateIn({ status, text, headers }: Answer): object {
  return { status, text, tag: headers['etag'] };
}

function comparable(group: TargetGroup | undefined): object {
  return group === undefined ? {} : { targets: group.targets, labels: Object.entries(group.labels).sort() };
}

function expected(group: ModelGroup | undefined): object {
  return group === undefined ? {} : { targets: group.targets, labels: [...group.labels].sort() };
}

const anyManner: fc.Arbitrary<Manner> = fc.record({
  isTriedBefore: fc.nat(3).map((number) => number === 0),
  isIdempotent: fc.nat(3).map((number) => number === 0),
  condition: fc.oneof(
    { weight: 5, arbitrary: fc.constant('none' as const) },
    { weight: 3, arbitrary: fc.constantFrom(...(Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[])) },
  ),
});
const anyPath = fc.constantFrom(...GROUPS.keys());
const anyChange = fc
  .tuple(
    fc.constantFrom('PUT' as const, 'PUT' as const, 'POST' as const, 'POST' as const, 'DELETE' as const),
    anyPath,
    anySent,
    anyManner,
  )
  .map(([verb, path, toSend, manner]) => new Request(verb, path, toSend, manner));
const anyRemoval = fc
  .tuple(anyPath, anySentPart, anyManner)
  .map(([path, toSend, manner]) => new Request('DELETE', path, toSend, manner));
const anyBulkRequest = anyBulk<Service>(compareAll);
