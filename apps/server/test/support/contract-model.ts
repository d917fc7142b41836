/** A target group in the model; a map, so that no name of a label is special. */
export interface ModelGroup {
  readonly targets: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
}

/** What a body that is understood says. */
export interface ModelBody {
  readonly targets?: readonly string[];
  readonly labels?: ReadonlyMap<string, string>;
}

/** What becomes of a group: the group, `gone`, or `refused`. */
type Outcome = ModelGroup | 'gone' | 'refused';

/** The values that a run uses, and what is known about them without knowing any rule. */
export const GOOD_TARGETS = ['a:1', 'b:1', 'c', 'D:80', '10.0.0.1:1', '[::1]:9'];
export const BAD_TARGETS = ['', 'a:0', 'a:151234', 'http://a', 'a b'];
export const GOOD_NAMES = ['job', 'env', 'team', '__proto__', 'constructor'];
export const BAD_NAMES = ['a-b', '9a', '__address__', '__name__'];
export const SECONDS: ReadonlyMap<string, number> = new Map([
  ['10s', 10],
  ['1m', 60],
]);
/** Labels of which only some values are legal. */
export const BOOLEAN = '__scrape_native_histograms__';
export const PATH = '__metrics_path__';
const LEGAL: ReadonlyMap<string, readonly string[]> = new Map([
  [BOOLEAN, ['true', '0']],
  [PATH, ['/x']],
]);
export const INTERVAL = '__scrape_interval__';
export const TIMEOUT = '__scrape_timeout__';

type Verb = (
  current: ModelGroup | undefined,
  body: ModelBody | undefined,
  defaults: ReadonlyMap<string, string>,
) => Outcome;

/** The contract's sections PUT, POST and DELETE, sentence by sentence. `body` is undefined when there is none. */
export const MODEL: Readonly<Record<'PUT' | 'POST' | 'DELETE', Verb>> = {
  PUT(current, body, defaults) {
    const targets = listOf(body);
    const labels = body?.labels;
    if (targets?.length === 0 || !areTargets(targets) || !areLabels(labels)) return 'refused';
    if (targets !== undefined)
      return {
        targets: [...new Set(targets)],
        labels: labels === undefined ? (current?.labels ?? defaults) : new Map([...defaults, ...labels]),
      };
    if (current === undefined) return 'refused';
    if (labels === undefined) return current;
    const kept = [...current.labels].filter(([name]) => isRequired(name));
    return { targets: current.targets, labels: new Map([...kept, ...labels]) };
  },

  POST(current, body, defaults) {
    const targets = listOf(body);
    const labels = body?.labels;
    if (targets === undefined && labels === undefined) return 'refused';
    if (targets?.length === 0 || labels?.size === 0) return 'refused';
    if (!areTargets(targets) || !areLabels(labels)) return 'refused';
    if (current === undefined && targets === undefined) return 'refused';
    const all = [...(current?.targets ?? []), ...(targets ?? [])];
    if (new Set(all).size < all.length) return 'refused';
    if (labels !== undefined) {
      const given = [...labels];
      if (given.every(([name, value]) => current?.labels.get(name) === value)) return 'refused';
      if (given.some(([name, value]) => current?.labels.has(name) && value.trim() === '')) return 'refused';
    }
    const merged = new Map([...(current?.labels ?? defaults), ...(labels ?? [])]);
    return areLabels(merged) ? { targets: all, labels: merged } : 'refused';
  },

  DELETE(current, body) {
    if (current === undefined) return 'refused';
    if (body === undefined) return 'gone';
    const targets = listOf(body);
    const { labels } = body;
    if (targets === undefined && labels === undefined) return 'refused';
    if (targets?.length === 0 || labels?.size === 0) return 'refused';
    const named = new Set(targets);
    if (named.size < (targets?.length ?? 0)) return 'refused';
    if ([...named].some((target) => !current.targets.includes(target))) return 'refused';
    const given = [...(labels ?? [])];
    if (given.some(([name, value]) => current.labels.get(name) !== value)) return 'refused';
    if (named.size === current.targets.length) {
      const others = [...current.labels.keys()].filter((name) => !isRequired(name));
      const needed = others.length === 0 ? ['job', 'env'] : others;
      return needed.every((name) => labels?.has(name)) ? 'gone' : 'refused';
    }
    if (given.some(([name]) => isRequired(name))) return 'refused';
    return {
      targets: current.targets.filter((target) => !named.has(target)),
      labels: new Map([...current.labels].filter(([name]) => !labels?.has(name))),
    };
  },
};

/** The contract's `idempotent`: what is so already is taken out of the request, and then the rules above hold. */
export const IDEMPOTENT_MODEL: Readonly<Record<'PUT' | 'POST' | 'DELETE', Verb>> = {
  PUT: MODEL.PUT,

  POST(current, body, defaults) {
    const targets = listOf(body);
    const given = [...(body?.labels ?? [])];
    if (!areTargets(targets) || !areLabels(body?.labels) || saysNothing(body)) return 'refused';
    if (current === undefined) return MODEL.POST(current, withParts(body, [...new Set(targets)], given), defaults);
    const newTargets = [...new Set(targets)].filter((target) => !current.targets.includes(target));
    const newLabels = given.filter(([name, value]) => current.labels.get(name) !== value);
    if (newTargets.length === 0 && newLabels.length === 0) return current;
    return MODEL.POST(current, part(newTargets, newLabels), defaults);
  },

  DELETE(current, body, defaults) {
    if (body === undefined) return 'gone';
    if (saysNothing(body)) return 'refused';
    if ((listOf(body) ?? []).some((target) => !GOOD_TARGETS.includes(target))) return 'refused';
    if (current === undefined) return 'gone';
    const there = [...new Set(listOf(body))].filter((target) => current.targets.includes(target));
    const labels = [...(body.labels ?? [])].filter(([name]) => current.labels.has(name));
    if (there.length === 0 && labels.length === 0) return current;
    return MODEL.DELETE(current, part(there, labels), defaults);
  },
};

/** Neither targets nor labels, or a list of none. */
function saysNothing(body: ModelBody | undefined): boolean {
  const targets = listOf(body);
  return (targets === undefined && body?.labels === undefined) || targets?.length === 0 || body?.labels?.size === 0;
}

function withParts(
  body: ModelBody | undefined,
  targets: readonly string[],
  labels: readonly (readonly [string, string])[],
): ModelBody {
  return {
    ...(body?.targets !== undefined && { targets }),
    ...(body?.labels !== undefined && { labels: new Map(labels) }),
  };
}

/** What is left of a request. */
function part(targets: readonly string[], labels: readonly (readonly [string, string])[]): ModelBody {
  return {
    ...(targets.length > 0 && { targets }),
    ...(labels.length > 0 && { labels: new Map(labels) }),
  };
}

function listOf(body: ModelBody | undefined): readonly string[] | undefined {
  return body?.targets?.flatMap((element) => element.split(',').map((target) => target.trim()));
}

function areTargets(targets: readonly string[] = []): boolean {
  return targets.every((target) => GOOD_TARGETS.includes(target));
}

function areLabels(labels: ReadonlyMap<string, string> = new Map()): boolean {
  const [interval, timeout] = [INTERVAL, TIMEOUT].map((name) => SECONDS.get(labels.get(name) ?? ''));
  if (interval !== undefined && timeout !== undefined && timeout > interval) return false;
  return [...labels].every(([name, value]) => {
    if (name === INTERVAL || name === TIMEOUT) return SECONDS.has(value);
    if (LEGAL.has(name)) return LEGAL.get(name)?.includes(value) === true;
    return GOOD_NAMES.includes(name) && !(isRequired(name) && value === '');
  });
}

function isRequired(name: string): boolean {
  return name === 'job' || name === 'env';
}
