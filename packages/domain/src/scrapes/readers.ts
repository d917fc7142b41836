import type { StoredGroup } from '../groups/revision.js';
import { discoveryUrlMatcher } from './discovery-url.js';
import type { PoolSource, PrometheusFacts, PrometheusView } from './facts.js';
import { globMatcher } from './glob.js';
import type { Published } from './judgement.js';

/** What a Prometheus that answered said. */
export type Answer = PrometheusFacts & { readonly view: PrometheusView };

/** How long a reading may take beyond the time after which it is due, in seconds. */
export const READING_SECONDS = 10;

/**
 * What in the configuration of a Prometheus may read a group; `undefined` where it does not show its configuration.
 * A pattern in a directory that is not ours by its name may still read ours, as a container sees it under another path.
 */
export function readersOf(
  stored: StoredGroup,
  answer: Answer,
  published: Published,
): readonly PoolSource[] | undefined {
  const file = published.nameOf(stored.key);
  return answer.view.sources?.filter((source) => {
    const reader = parsed(source);
    if ('lists' in reader) return reader.lists(stored);
    return reader.fits(file) && mayBeOurs(reader, stored, answer, published);
  });
}

/** When a Prometheus started at the latest, in seconds since the epoch by our clock. */
export function startedBy({ startedAt, clockAhead }: PrometheusView): number | undefined {
  return startedAt === undefined ? undefined : startedAt - clockAhead.atLeast;
}

interface Pattern {
  readonly refreshSeconds: number;
  readonly isForAll: boolean;
  fits(baseName: string): boolean;
  isIn(directory: string): boolean;
}

type Reader = Pattern | { lists(stored: StoredGroup): boolean };

const PARSED = new WeakMap<PoolSource, Reader>();

function parsed(source: PoolSource): Reader {
  const known = PARSED.get(source);
  if (known !== undefined) return known;
  const reader = parse(source);
  PARSED.set(source, reader);
  return reader;
}

function parse({ kind, reads, refreshSeconds }: PoolSource): Reader {
  if (kind === 'http_sd') return { lists: discoveryUrlMatcher(reads) };
  const slash = reads.lastIndexOf('/');
  const last = reads.slice(slash + 1);
  const isDirectory = globMatcher(plainPath(reads.slice(0, slash + 1)));
  return {
    refreshSeconds,
    isForAll: last === '*.json',
    fits: globMatcher(last),
    isIn: (directory) => isDirectory(plainPath(directory)),
  };
}

/** The path of a directory in one spelling, so that equal ones are found equal. */
function plainPath(path: string): string {
  const [root = '', ...parts] = path.split('/');
  const kept = [root, ...parts].filter((part) => part !== '' && part !== '.');
  return `${path.startsWith('/') ? '/' : ''}${kept.join('/')}`;
}

function mayBeOurs(pattern: Pattern, stored: StoredGroup, answer: Answer, published: Published): boolean {
  if (pattern.isIn(published.directory)) return true;
  const { ours, all } = directoriesOf(answer.view, published);
  if (ours.some((directory) => pattern.isIn(directory))) return true;
  if (!answer.view.showsFiles || !wouldHaveRead(pattern, stored, answer, published)) return true;
  const readsOthers = all.some((directory) => pattern.isIn(directory));
  return !readsOthers && answer.view.fileReadErrors !== 0;
}

/** Whether a group of ours that the pattern fits is there for so long that it would have been read. */
function wouldHaveRead(pattern: Pattern, { changedAt }: StoredGroup, answer: Answer, published: Published): boolean {
  const started = startedBy(answer.view);
  if (started === undefined) return false;
  const since = pattern.isForAll ? Math.min(changedAt, published.oldestChange ?? changedAt) : changedAt;
  return answer.askedAt - Math.max(since, started) > pattern.refreshSeconds + READING_SECONDS;
}

/** Where a Prometheus has read files with the names of our groups, and where any. */
interface Directories {
  readonly ours: readonly string[];
  readonly all: readonly string[];
}

const DIRECTORIES = new WeakMap<PrometheusView, Directories>();

function directoriesOf(view: PrometheusView, published: Published): Directories {
  const known = DIRECTORIES.get(view);
  if (known !== undefined) return known;
  const ours = new Set<string>();
  const all = new Set<string>();
  for (const name of view.baseNamesRead) {
    for (const { directory } of view.filesNamed(name)) {
      all.add(directory);
      if (!ours.has(directory) && published.keyOf(name) !== undefined) ours.add(directory);
    }
  }
  const directories = { ours: [...ours], all: [...all] };
  DIRECTORIES.set(view, directories);
  return directories;
}
