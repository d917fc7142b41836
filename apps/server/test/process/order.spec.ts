import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/needs.js';
import { MAIN, startProgram } from '../support/running-server.js';
import { type SystemCall, systemCallsIn } from '../support/system-calls.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const directory = () => join(home(), 'file_sd');
const FILE = 'payments@prod.json';

const CHANGES: readonly (readonly [string, string | undefined])[] = [
  ['PUT', 'targets=h:1'],
  ['POST', 'targets=h:2'],
  ['PUT', 'targets=h:3'],
  ['DELETE', undefined],
];

/** Runs the changes against a service under strace and gives its system calls, those of the start left out. */
async function callsDuringChanges(): Promise<readonly SystemCall[]> {
  const trace = join(home(), 'trace');
  const calls = 'trace=fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,write,writev,sendto';
  // With -D strace is a grandchild, so that signals reach the service and not strace.
  const strace = ['strace', '-D', '-f', '-y', '-q', '-s', '128', '-e', calls, '-e', 'signal=none', '-o', trace];
  const server = await startProgram([...strace, process.execPath, MAIN], {
    FILE_SD_DIRECTORY: directory(),
    BIND: '127.0.0.1:0',
  });
  const url = `${server.url}/payments/prod`;
  for (const [method, body] of CHANGES) {
    const response = await fetch(url, { method, ...(body !== undefined && { body: new URLSearchParams(body) }) });
    expect(response.status).toBe(200);
  }
  await server.stop();
  await until(
    'strace has written everything',
    () => existsSync(trace) && readFileSync(trace, 'utf8').includes('exited with 0'),
  );
  const all = systemCallsIn(readFileSync(trace, 'utf8'));
  const start = all.findIndex(({ args }) => args.includes('msg=listening'));
  return all.slice(start + 1);
}

/** What a call is for a change: one of its steps, or something else. */
function stepOf({ name, args }: SystemCall): string | undefined {
  const isTemporary = args.includes('/.target-eye/tmp/');
  if (name === 'fsync' && isTemporary) return 'fsync of the file';
  if (name === 'fsync' && args.includes(`<${directory()}>`)) return 'fsync of the directory';
  if (name.startsWith('rename') && isTemporary && args.includes(`${directory()}/${FILE}"`)) return 'rename';
  if (name.startsWith('unlink') && args.includes(`${directory()}/${FILE}"`)) return 'unlink';
  if (args.includes('HTTP/1.1 200 OK')) return 'answer';
  return undefined;
}

describeWith(['strace'])('the system calls of the built service', () => {
  test('make a change durable before it is answered, each step after the one before it has ended', async () => {
    const steps = (await callsDuringChanges()).flatMap((call) => {
      const step = stepOf(call);
      return step === undefined ? [] : [{ ...call, step }];
    });
    const write = ['fsync of the file', 'rename', 'fsync of the directory', 'answer'];
    const removal = ['unlink', 'fsync of the directory', 'answer'];
    expect(steps.map(({ step }) => step)).toEqual([...write, ...write, ...write, ...removal]);
    for (const [index, { begin }] of steps.entries()) expect(begin).toBeGreaterThan(steps[index - 1]?.end ?? -1);
  });
});
