import fc from 'fast-check';
import type { TargetGroup } from '@target-eye/domain';
import type { OpenTargetGroupStore } from '@target-eye/domain/testing';
import { type Api, groupIn, openApi, shownAt } from './api.js';
import { anySent, anySentPart, type ToSend } from './any-sent.js';
import { anyBulk, MODEL_FUSE } from './bulk-model.js';
import { MODEL, type ModelGroup } from './contract-model.js';
import type { Content } from './raw-request.js';
import { failureIn } from './refusal.js';

export interface ModelRunOptions {
  /** A new, empty store. */
  readonly open: () => Promise<OpenTargetGroupStore>;
  /** Closes a store and opens what it kept. */
  readonly restart?: (open: OpenTargetGroupStore) => Promise<OpenTargetGroupStore>;
  readonly numRuns: number;
}

/** Sends random requests to the service over a store and compares every answer with the model of the contract. */
export async function runModel({ open, restart, numRuns }: ModelRunOptions): Promise<void> {
  const restarts = restart === undefined ? [] : [fc.constant(new Restart(restart))];
  const commands = fc.commands([anyChange, anyChange, anyChange, anyRemoval, anyBulkRequest, ...restarts], {
    maxCommands: 40,
    size: '+1',
  });
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      const opened = await open();
      const service = { opened, api: await openApi({ ...opened, fuse: MODEL_FUSE }) };
      const model = new Map<string, ModelGroup>();
      try {
        await fc.asyncModelRun(() => ({ model, real: service }), run);
        await compareAll(model, service.api);
      } finally {
        await service.api.stop();
        await service.opened.close();
      }
    }),
    { numRuns },
  );
}

type Model = Map<string, ModelGroup>;

interface Service {
  opened: OpenTargetGroupStore;
  api: Api;
}

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
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, { api }: Service): Promise<void> {
    const current = model.get(this.path);
    const { content: sent, says } = this.toSend(current);
    this.sent = sent;
    const [job, env] = GROUPS.get(this.path) ?? ['', ''];
    const defaults = new Map([
      ['job', job],
      ['env', env],
    ]);
    const outcome = says === 'nonsense' ? 'refused' : MODEL[this.verb](current, says, defaults);
    const answer = await api.send(this.verb, this.path, sent);
    if (outcome === 'refused') {
      expect(answer.status).toBe(400);
      failureIn(answer);
    } else {
      const after = outcome === 'gone' ? undefined : outcome;
      expect(comparable(groupIn(answer))).toEqual(expected(after ?? current));
      if (after === undefined) model.delete(this.path);
      else model.set(this.path, after);
    }
    await compare(model, api, this.path);
  }

  toString(): string {
    const { headers = {}, body = '' } = this.sent ?? {};
    return `${this.verb} ${this.path} ${JSON.stringify(headers)} ${body.toString()}`;
  }
}

class Restart implements fc.AsyncCommand<Model, Service> {
  constructor(private readonly restart: NonNullable<ModelRunOptions['restart']>) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, service: Service): Promise<void> {
    await service.api.stop();
    service.opened = await this.restart(service.opened);
    service.api = await openApi({ ...service.opened, fuse: MODEL_FUSE });
    await compareAll(model, service.api);
  }

  toString(): string {
    return 'restart';
  }
}

async function compareAll(model: Model, api: Api): Promise<void> {
  for (const path of GROUPS.keys()) await compare(model, api, path);
}

async function compare(model: Model, api: Api, path: string): Promise<void> {
  expect({ path, ...comparable(await shownAt(api, path)) }).toEqual({ path, ...expected(model.get(path)) });
}

function comparable(group: TargetGroup | undefined): object {
  return group === undefined ? {} : { targets: group.targets, labels: Object.entries(group.labels).sort() };
}

function expected(group: ModelGroup | undefined): object {
  return group === undefined ? {} : { targets: group.targets, labels: [...group.labels].sort() };
}

const anyPath = fc.constantFrom(...GROUPS.keys());
const anyChange = fc
  .tuple(
    fc.constantFrom('PUT' as const, 'PUT' as const, 'POST' as const, 'POST' as const, 'DELETE' as const),
    anyPath,
    anySent,
  )
  .map(([verb, path, toSend]) => new Request(verb, path, toSend));
const anyRemoval = fc.tuple(anyPath, anySentPart).map(([path, toSend]) => new Request('DELETE', path, toSend));
const anyBulkRequest = anyBulk<Service>((model, { api }) => compareAll(model, api));
