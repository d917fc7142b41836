import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchange } from '../support/answers.js';
import { changes, type Snapshot, snapshot } from '../support/directory-snapshot.js';
import { anyRequests } from '../support/fuzz-requests.js';
import { Random } from '../support/random.js';
import type { Answer } from '../support/answer.js';
import { sendRequest } from '../support/raw-request.js';
import { whyNotFailure } from '../support/refusal.js';
import { type QuietServer, startQuietServer } from '../support/quiet-server.js';

/** How many requests to send, however long that takes, and the seed of a run that is to be repeated. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 4000);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** In milliseconds, for what hangs: a hundred times what a request takes where nothing else runs. */
const TIMEOUT = 300_000 + 100 * REQUESTS;

/** How many services are tested at the same time, each with a directory of its own: most of the time is waiting. */
const SERVERS = 4;

/** How many requests go over one connection, at most. */
const CONCURRENCY = 10;

/** How many groups there may be before some are removed, so that it stays quick to compare them. */
const GROUPS = 60;

/**
 * After how many further connections a change has surely ended that nobody was told of: as many as fit into the start of a
 * thread for its body, several times over. About half of all connections come later than that.
 */
const SETTLES = 40;

/** In memory where that is possible: a disk that is slow to sync would leave changes without an answer. */
const home = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'target-eye-'));

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

test(
  `whatever is sent, nothing breaks, and a refused request changes nothing (FUZZ_SEED=${String(SEED)})`,
  async () => {
    process.stdout.write(`fuzz: seed ${String(SEED)}, ${String(REQUESTS)} requests\n`);
    const counts = { requests: 0, accepted: 0, refused: 0, givenUp: 0 };
    const runs = await Promise.allSettled(Array.from({ length: SERVERS }, (_, number) => fuzz(number, counts)));
    expect(runs.map((run) => (run.status === 'rejected' ? (run.reason as unknown) : undefined))).toEqual(
      runs.map(() => undefined),
    );
    process.stdout.write(`fuzz: ${JSON.stringify(counts)}\n`);
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(counts.requests / 20);
  },
  TIMEOUT,
);

/** What was sent to all servers, and what became of it. */
interface Counts {
  requests: number;
  accepted: number;
  refused: number;
  givenUp: number;
}

/** Sends one server anything, one connection after another, until all servers together had enough. */
async function fuzz(number: number, counts: Counts): Promise<void> {
  const directory = join(home, String(number));
  const server = await startQuietServer(directory, { READ_TIMEOUT: '2' });
  const random = new Random(SEED + number);
  let unclear = 0;
  let before: Snapshot = new Map();
  while (counts.requests < REQUESTS) {
    const requests = anyRequests(random, CONCURRENCY);
    const sent = Buffer.concat(requests);
    const { answers, end: ending } = await exchange(server.port, sent);
    unclear = ending === 'by client' ? SETTLES : unclear - 1;
    const after = snapshot(directory, before);
    const wrong = [
      ...(ending === 'open' ? ['the connection was not closed'] : []),
      ...answers.flatMap(faultsOf),
      ...(unclear > 0 ? [] : unexplained(before, after, sent, answers)),
    ];
    if (wrong.length > 0 || !server.isRunning())
      throw new Error(
        `${ending} ${JSON.stringify(answers.map(({ status, text }) => [status, text]))} ${wrong.join('\n')}\nafter ${JSON.stringify(sent.toString('latin1'))}\n${server.output()}`,
      );
    counts.requests += requests.length;
    counts.accepted += answers.filter(({ status }) => status === 200).length;
    counts.refused += answers.filter(({ status }) => status >= 400).length;
    counts.givenUp += ending === 'by client' ? 1 : 0;
    before = after.size > GROUPS ? await removeSome(server, directory, after) : after;
  }
  expect(server.output()).toBe('');
  expect(await server.stop()).toBe(0);
}

/** What an answer must not be. */
function faultsOf(answer: Answer): readonly string[] {
  const { status, headers } = answer;
  if (status === 200) {
    const type = headers['content-type'] ?? '';
    return type === 'application/json' || type.startsWith('text/plain; version=') ? [] : [`200 with ${type}`];
  }
  if (status === 304)
    return answer.text === '' && 'etag' in headers ? [] : [`a 304 with a body or without a tag: ${answer.text}`];
  if (status < 400 || status >= 500) return [`an answer ${String(status)}: ${answer.text}`];
  // Of HEAD there is only the header.
  const reason = answer.text === '' && headers['content-length'] !== '0' ? undefined : whyNotFailure(answer);
  return reason === undefined ? [] : [`${String(status)}: ${reason}: ${answer.text}`];
}

/**
 * Every file that came must be what an accepted request was answered with, and so must every file that went, unless it
 * was changed before in the same breath.
 */
function unexplained(before: Snapshot, after: Snapshot, sent: Buffer, answers: readonly Answer[]): readonly string[] {
  const accepted = answers.filter(({ status }) => status === 200).map(({ text }) => text);
  const { came, went } = changes(before, after);
  const isRemoval = accepted.length > 1 && sent.includes('DELETE ');
  return [...came, ...(isRemoval ? [] : went)]
    .filter((text) => !accepted.includes(text))
    .map((text) => `unexplained: ${text}`);
}

async function removeSome(server: QuietServer, directory: string, files: Snapshot): Promise<Snapshot> {
  for (const name of [...files.keys()].slice(GROUPS / 2)) {
    const path = name.replace(/\.json$/, '').replace('@', '/');
    const { status } = await sendRequest(server.port, 'DELETE', `/${path}`);
    if (status !== 200) throw new Error(`DELETE /${path}: ${String(status)}`);
  }
  return snapshot(directory, files);
}
