import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { encodeFileSd } from '@target-eye/domain';
import { form, json } from '../support/content.js';
import { injectFault } from '../support/injected-fault.js';
import { keepConnection, type KeptConnection } from '../support/kept-connection.js';
import { describeAsRootWith } from '../support/needs.js';
import { expectFailure } from '../support/refusal.js';
import { startPrometheus } from '../support/running-prometheus.js';
import { MAIN, type RunningServer, startProgram } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

let server: RunningServer;
let api: KeptConnection;
const mounts: string[] = [];

// Before the directory is removed, whose own hook comes after this one.
afterEach(async () => {
  api.close();
  await server.stop();
  while (mounts.length > 0) unmount();
});

const home = useTemporaryDirectory();
const directory = () => join(home(), 'file_sd');
const aside = () => join(home(), 'aside');
const PAYMENTS = 'payments@prod.json';

/** Root without the right to pass over the modes of files and directories. */
const BOUND_BY_MODES = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'];

function mount(...args: readonly string[]): void {
  mkdirSync(directory(), { recursive: true });
  execFileSync('mount', [...args, directory()]);
  mounts.push(directory());
}

function unmount(): void {
  const path = mounts.pop();
  if (path !== undefined) execFileSync('umount', ['--lazy', path]);
}

const send = (...args: Parameters<KeptConnection['send']>) => api.send(...args);
const put = async (path: string, targets: string) => (await send('PUT', path, form(`targets=${targets}`))).status;
const readiness = async () => (await send('GET', '/-/ready')).status;
const pidOf = ({ process: { pid } }: RunningServer) => pid ?? 0;
const leftovers = () => readdirSync(join(directory(), '.target-eye', 'tmp'));

async function start(): Promise<void> {
  server = await startProgram([...BOUND_BY_MODES, process.execPath, MAIN], {
    BIND: '127.0.0.1:0',
    FILE_SD_DIRECTORY: directory(),
  });
  api = keepConnection(server.url);
}

/** Takes all the room that is left, and gives some of it back. */
function fill(bytesLeft: number): void {
  const ballast = join(directory(), 'ballast');
  for (let size = 64 * 1024; size >= 1; size /= 16)
    for (let isFull = false; !isFull;)
      try {
        writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
      } catch {
        isFull = true;
      }
  truncateSync(ballast, readFileSync(ballast).length - bytesLeft);
}

/** Leaves the service without a single file or connection that it could open. */
function limitFiles(pid: number): void {
  const open = new Set(readdirSync(`/proc/${String(pid)}/fd`).map(Number));
  const lowestFree = [...open, open.size].findIndex((_, fd) => !open.has(fd));
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${String(lowestFree)}:`]);
}

interface Trouble {
  readonly name: string;
  /** What is to be mounted on the directory before. */
  readonly disk?: readonly string[];
  readonly harm: () => void;
  readonly mend: () => void;
  /** What a change that cannot be stored is answered. */
  readonly status: number;
  readonly code: string;
  readonly says: string;
  readonly ready: string;
  /** Whether a group can be removed all the same. */
  readonly deletes: boolean;
  /** Where the files are meanwhile. */
  readonly files?: () => string;
}

const unavailable = { status: 503, code: 'storage_unavailable', deletes: false };

const TROUBLES: readonly Trouble[] = [
  {
    name: 'a full disk',
    disk: ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs'],
    harm: () => {
      fill(0);
    },
    mend: () => {
      rmSync(join(directory(), 'ballast'));
    },
    status: 507,
    code: 'storage_full',
    says: 'the disk is full, so the change could not be stored; nothing was changed',
    ready: 'the disk is full; make room',
    deletes: true,
  },
  {
    name: 'a file system that became read-only',
    harm: () => {
      mount('--bind', directory());
      execFileSync('mount', ['-o', 'remount,bind,ro', directory()]);
    },
    mend: unmount,
    ...unavailable,
    says: '(EROFS): the file system is read-only; /-/ready says more',
    ready: 'cannot be written (EROFS)',
  },
  {
    name: 'a directory that may not be written',
    harm: () => {
      chmodSync(directory(), 0o555);
    },
    mend: () => {
      chmodSync(directory(), 0o755);
    },
    ...unavailable,
    says: '(EACCES)',
    ready: 'cannot be written (EACCES)',
  },
  {
    name: 'a directory that may not even be looked into',
    harm: () => {
      chmodSync(directory(), 0);
    },
    mend: () => {
      chmodSync(directory(), 0o755);
    },
    ...unavailable,
    says: '(EACCES)',
    ready: 'cannot be written (EACCES)',
  },
  {
    name: 'too many open files',
    harm: () => {
      limitFiles(pidOf(server));
    },
    mend: () => {
      execFileSync('prlimit', ['--pid', String(pidOf(server)), '--nofile=1024:']);
    },
    ...unavailable,
    says: 'nothing was changed: the service has too many files and connections open (EMFILE)',
    ready: 'too many files and connections are open (EMFILE)',
    deletes: true,
  },
  {
    name: 'a directory that was removed',
    harm: () => {
      renameSync(directory(), aside());
    },
    mend: () => {
      renameSync(aside(), directory());
    },
    ...unavailable,
    says: 'nothing was changed: the directory was removed; put it back, no restart is needed',
    ready: 'the directory was removed; put it back, no restart is needed',
    files: aside,
  },
];

describeAsRootWith(['mount', 'umount', 'setpriv', 'prlimit'])('in trouble', () => {
  test.each(TROUBLES)(
    '$name: changes are refused with the reason, nothing is lost, and all goes on without a restart',
    async ({ disk, harm, mend, status, code, says, ready, deletes, files = directory }) => {
      if (disk !== undefined) mount(...disk);
      await start();
      for (const path of ['/payments/prod', '/web/prod', '/old/prod']) expect(await put(path, 'h:1')).toBe(200);
      const content = readFileSync(join(directory(), PAYMENTS));
      harm();

      for (const [method, path] of [
        ['PUT', '/payments/prod'],
        ['POST', '/payments/prod'],
        ['PUT', '/new/prod'],
      ] as const)
        expectFailure(await send(method, path, json({ targets: ['h:2'] })), { status, code, says });
      expectFailure(await send('GET', '/-/ready'), { status: 503, code: 'not_ready', says: ready });
      expect((await send('GET', '/-/healthy')).status).toBe(200);
      const removal = await send('DELETE', '/old/prod');
      if (deletes) expect(removal.status).toBe(200);
      else expectFailure(removal, { status, code, says });
      // Longer than it takes to notice an edit.
      const end = performance.now() + 1200;
      await until('time has passed', () => performance.now() > end);
      const shown = [...(deletes ? [] : ['/old/prod']), '/payments/prod', '/web/prod'];
      for (const path of shown) expect((await send('GET', path)).text).toContain('"targets":["h:1"]');
      expect((await send('GET', '/new/prod')).text).toBe('[]\n');
      expect((await send('GET', '/payments/prod')).text).toBe(content.toString());
      expect(readFileSync(join(files(), PAYMENTS))).toEqual(content);
      expect(existsSync(join(files(), 'new@prod.json'))).toBe(false);
      expect(existsSync(join(files(), 'old@prod.json'))).toBe(!deletes);

      expect(server.output().match(/level=warn msg="changes cannot be stored"/g)).toHaveLength(1);

      mend();
      await until('it is ready again', async () => (await readiness()) === 200);
      for (const path of ['/payments/prod', '/new/prod']) expect(await put(path, 'h:3')).toBe(200);
      expect(readFileSync(join(directory(), PAYMENTS), 'utf8')).toContain('"targets":["h:3"]');
      expect(leftovers()).toEqual([]);
      expect(server.output().match(/level=info msg="changes can be stored again"/g)).toHaveLength(1);
      // A state of operation is no defect: no stack trace.
      expect(server.output()).not.toMatch(/level=error|\bat \w+ \(/);
    },
  );

  test('a hand edit that cannot be read for want of open files is read when it can be', async () => {
    await start();
    expect(await put('/payments/prod', 'h:1')).toBe(200);
    limitFiles(pidOf(server));
    const path = join(directory(), PAYMENTS);
    writeFileSync(`${path}.next`, readFileSync(path, 'utf8').replace('h:1', 'by-hand:1'));
    renameSync(`${path}.next`, path);
    await until('it is said', () => server.output().includes('the directory cannot be followed at the moment'));
    expect((await send('GET', '/payments/prod')).text).toContain('h:1');
    expectFailure(await send('POST', '/payments/prod', json({ targets: ['h:2'] })), {
      status: 503,
      code: 'storage_unavailable',
    });
    execFileSync('prlimit', ['--pid', String(pidOf(server)), '--nofile=1024:']);
    await until('it is read', async () => (await send('GET', '/payments/prod')).text.includes('by-hand:1'));
    expect(server.output().match(/cannot be followed/g)).toHaveLength(1);
  });
});

describeAsRootWith(['setpriv'])('a sticky directory in which a file belongs to somebody else', () => {
  test('refuses changes of that file with the reason, says so once, and takes all others', async () => {
    mkdirSync(directory());
    writeFileSync(join(directory(), PAYMENTS), encodeFileSd({ targets: ['h:1'], labels: { job: 'a', env: 'b' } }));
    chmodSync(directory(), 0o1777);
    chmodSync(home(), 0o755);
    server = await startProgram(
      ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, MAIN],
      { BIND: '127.0.0.1:0', FILE_SD_DIRECTORY: directory() },
    );
    api = keepConnection(server.url);
    for (const method of ['PUT', 'POST', 'PUT', 'DELETE']) {
      const answer = await send(method, '/payments/prod', method === 'DELETE' ? undefined : form('targets=h:2'));
      const step = method === 'DELETE' ? 'removed' : 'put in its place';
      const says = `the file "${PAYMENTS}" cannot be ${step} (EPERM): it belongs to another user in a directory with the sticky bit`;
      expectFailure(answer, { ...unavailable, says });
      expect(answer.text).not.toContain('/-/ready');
    }
    expect(await put('/web/prod', 'h:1')).toBe(200);
    expect(await readiness()).toBe(200);
    expect((await send('GET', '/payments/prod')).text).toContain('h:1');
    // Once for each reason.
    expect(server.output().match(/msg="changes cannot be stored"/g)).toHaveLength(2);
    expect(server.output()).not.toContain('can be stored again');
  });
});

describeAsRootWith(['mount', 'umount', 'setpriv', 'prometheus', 'promtool'])('a disk that fills up', () => {
  const large = json({ targets: Array.from({ length: 2000 }, (_, index) => `127.0.0.1:${String(index + 1)}`) });

  test('in the middle of writes leaves no half file, harms no hand edit, lets groups be removed, and Prometheus has no read error', async () => {
    mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs');
    await start();
    const prometheus = await startPrometheus(directory());
    const paths = Array.from({ length: 8 }, (_, index) => `/busy/prod-${String(index)}`);
    for (const path of ['/payments/prod', ...paths]) expect(await put(path, '127.0.0.1:1')).toBe(200);
    fill(8192);
    const clients = paths.map(() => keepConnection(server.url));
    for (let round = 0; round < 5; round += 1) {
      const statuses = await Promise.all(
        paths.map(async (path, index) => (await clients[index]?.send('PUT', path, large))?.status),
      );
      expect(new Set(statuses)).toEqual(new Set([507]));
    }
    for (const client of clients) client.close();
    expect(leftovers()).toEqual([]);
    for (const path of paths) expect((await send('GET', path)).text).toContain('"targets":["127.0.0.1:1"]');

    fill(0);
    const edited = openSync(join(directory(), PAYMENTS), 'r+');
    writeSync(edited, '[{"targets":["127.0.0.1:9"]');
    closeSync(edited);
    await until('the edit is seen', async () => (await send('GET', '/payments/prod')).text.includes('127.0.0.1:9'));
    expect(await put('/payments/prod', '127.0.0.1:2')).toBe(507);
    expect(readFileSync(join(directory(), PAYMENTS), 'utf8')).toContain('127.0.0.1:9');
    expect(await prometheus.readErrors()).toEqual([]);
    for (const path of paths) expect((await send('DELETE', path)).status).toBe(200);
    expect(await put('/payments/prod', '127.0.0.1:2')).toBe(200);
    expect((await prometheus.readErrors()).filter((line) => !line.includes('no such file'))).toEqual([]);
    await prometheus.stop();
  });

  test('does not keep the service from starting again', async () => {
    mount('-t', 'tmpfs', '-o', 'size=256k', 'tmpfs');
    await start();
    expect(await put('/payments/prod', 'h:1')).toBe(200);
    fill(0);
    await server.stop('SIGKILL');
    api.close();
    await start();
    expect((await send('GET', '/payments/prod')).text).toContain('h:1');
    expectFailure(await send('GET', '/-/ready'), { status: 503, code: 'not_ready', says: 'the disk is full' });
    expect((await send('DELETE', '/payments/prod')).status).toBe(200);
  });
});

describeAsRootWith(['strace', 'setpriv'])('a disk that fails', () => {
  test.each([
    ['a file cannot be made durable', 'fsync', 'EIO', 'PUT', ': the disk fails'],
    ['a file cannot be put in its place', 'rename,renameat,renameat2', 'EIO', 'PUT', ': the disk fails'],
    [
      'a file cannot be put in its place',
      'rename,renameat,renameat2',
      'EXDEV',
      'PUT',
      ': it is on another file system',
    ],
    [
      'a file cannot be put in its place',
      'rename,renameat,renameat2',
      'EBUSY',
      'PUT',
      ': it is a mount point of its own',
    ],
    ['a file cannot be removed', 'unlink,unlinkat', 'EIO', 'DELETE', ': the disk fails'],
  ])('and %s (%s, %s): nothing is changed, nothing stays behind', async (what, calls, code, method, why) => {
    await start();
    expect(await put('/payments/prod', 'h:1')).toBe(200);
    const content = readFileSync(join(directory(), PAYMENTS), 'utf8');
    const end = await injectFault(pidOf(server), ['-e', `inject=${calls}:error=${code}`]);
    const change = method === 'PUT' ? json({ targets: ['h:2'] }) : undefined;
    const says = `nothing was changed: ${what.replace('a file', `the file "${PAYMENTS}"`)} (${code})${why}`;
    const answer = await send(method, '/payments/prod', change);
    expectFailure(answer, { status: 503, code: 'storage_unavailable', says });
    // It concerns this file, of which /-/ready knows nothing.
    expect(answer.text).not.toContain('/-/ready');
    expect((await send('GET', '/payments/prod')).text).toBe(content);
    expect(readFileSync(join(directory(), PAYMENTS), 'utf8')).toBe(content);
    expect(leftovers()).toEqual([]);
    await end();
    expect((await send(method, '/payments/prod', change)).status).toBe(200);
  });

  test('after a change was put in place is told so, and the change does not count as stored until the disk confirms it', async () => {
    await start();
    expect(await put('/payments/prod', 'h:1')).toBe(200);
    const end = await injectFault(pidOf(server), ['-P', directory(), '-e', 'inject=fsync:error=EIO']);
    const change = json({ targets: ['h:2'] });
    const says = 'the change is in place, but the disk did not confirm it (EIO), so a power cut may undo it';
    const expected = { status: 503, code: 'storage_unavailable', says };
    expectFailure(await send('PUT', '/payments/prod', change), expected);
    expect((await send('GET', '/payments/prod')).text).toContain('h:2');
    expect(readFileSync(join(directory(), PAYMENTS), 'utf8')).toContain('h:2');
    expectFailure(await send('PUT', '/payments/prod', change), expected);
    expectFailure(await send('GET', '/-/ready'), {
      status: 503,
      code: 'not_ready',
      says: 'the disk does not confirm changes (EIO)',
    });
    await end();
    await until('it is ready again', async () => (await readiness()) === 200);
    expect((await send('PUT', '/payments/prod', change)).status).toBe(200);
  });
});
