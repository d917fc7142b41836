// cspell:ignore Kwaiting Ktargetctl
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '../../server/test/support/needs.js';
import { useFakeService } from './support/fake-service.js';
import { TARGETCTL } from './support/run-targetctl.js';
import { useServer } from './support/use-server.js';

const TERMINAL = join(__dirname, 'support', 'terminal.py');
const home = mkdtempSync(join(tmpdir(), 'target-eye-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});

interface Shown {
  /** Everything that the terminal got, with line ends as terminals have them. */
  readonly output: string;
  readonly status: number;
}

interface Surroundings {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed when a text is shown. */
  readonly types?: readonly (readonly [shown: string, typed: string])[];
}

async function onTerminal(args: readonly string[], surroundings: Surroundings = {}): Promise<Shown> {
  const { columns = 80, env = {}, types = [] } = surroundings;
  const command = [TERMINAL, String(columns), JSON.stringify(types), process.execPath, TARGETCTL, ...args];
  const { stdout } = await promisify(execFile)('python3', command, {
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', ...env },
  });
  const shown = JSON.parse(stdout) as Shown;
  // The line with which the terminal told the command that it is ready.
  return { ...shown, output: shown.output.replace(/^\r\n/, '') };
}

describeWith(['python3'])('on a terminal', () => {
  const server = useServer({ FUSE_TARGETS: '5' });
  const url = (): readonly string[] => ['--url', server().url];

  async function put(key: string, targets: readonly string[], labels: object = {}): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ targets, labels });
    expect((await fetch(`${server().url}/${key}`, { method: 'PUT', headers, body })).status).toBe(200);
  }

  const targetsOf = async (key: string): Promise<number> => {
    const [group] = (await (await fetch(`${server().url}/${key}`)).json()) as { targets: string[] }[];
    return group?.targets.length ?? 0;
  };

  const file = (text: string): string => {
    const path = join(home, 'groups.yaml');
    writeFileSync(path, text);
    return path;
  };

  test.each([80, 50])(
    'a table fits into %d columns, and nothing in a name gets through to the terminal',
    async (columns) => {
      await put('payments/prod', ['10.3.3.1:9100', '10.3.3.2:9100', '10.3.3.3:9100'], { note: '\u001b[31m red' });
      await put('支払い支払い支払い支払い支払い/prod', ['h:1']);
      const { output, status } = await onTerminal(['list', ...url()], { columns });
      expect(status).toBe(0);
      // What shows how far the list is, and takes it away again.
      const table = output.split('\r\u001b[K').at(-1) ?? '';
      const lines = table.trimEnd().split('\r\n');
      expect(lines).toHaveLength(3);
      expect(lines[1]).toContain('…');
      for (const line of lines) {
        const wide = line.replaceAll(/[^\u3000-\uffff]/g, '').length;
        expect(line.length + wide).toBeLessThanOrEqual(columns);
      }
      expect(table).not.toContain('\u001b');
    },
  );

  const FEW = '[{application: a, environment: prod, targets: [h1:1]}]';
  const QUESTION = 'Type 5 to let 5 targets go; anything else changes nothing: ';

  test.each([
    ['the number', '5\n', 0, 1],
    ['another number', '6\n', 1, 6],
    ['yes', 'y\n', 1, 6],
    ['nothing', '\n', 1, 6],
    ['the end of the input', '\u0004', 1, 6],
  ])('the fuse asks, and is answered with %s', async (_, typed, status, left) => {
    await put('a/prod', ['h1:1', 'h2:1', 'h3:1', 'h4:1', 'h5:1', 'h6:1']);
    const shown = await onTerminal(['apply', file(FEW), ...url()], { types: [[QUESTION, typed]] });
    expect(shown.output).toContain(QUESTION);
    expect(shown.status).toBe(status);
    expect(await targetsOf('a/prod')).toBe(left);
  });

  test('what comes is green and what goes is red, unless NO_COLOR or a dumb terminal forbids it', async () => {
    await put('a/prod', ['h2:1']);
    const args = ['diff', file(FEW), ...url()];
    const { output, status } = await onTerminal(args);
    expect(status).toBe(1);
    expect(output).toContain('\u001b[31m-   h2:1\u001b[39m');
    expect(output).toContain('\u001b[32m+   h1:1\u001b[39m');
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const plain = await onTerminal(args, { env });
      expect(plain.output).toContain('-   h2:1\r\n');
      expect(plain.output).not.toContain('\u001b[3');
    }
  });
});

describeWith(['python3'])('a wait on a terminal', () => {
  const serve = useFakeService();

  test('shows how long it is, and Ctrl-C ends it', async () => {
    const { url } = await serve(() => 'never');
    const { output, status } = await onTerminal(['wait', 'a/prod', '--timeout', '90s', '--url', url], {
      types: [['waiting until a/prod is up: 1 s of 90 s', '\u0003']],
    });
    expect(output).toContain(
      'waiting until a/prod is up: 0 s of 90 s\r\u001b[Kwaiting until a/prod is up: 1 s of 90 s',
    );
    expect(output.endsWith('\r\u001b[Ktargetctl: nobody waits for a/prod any more\r\n')).toBe(true);
    expect(status).toBe(-constants.signals.SIGINT);
  });
});

describeWith(['python3'])('a password', () => {
  let other: Server;
  let authorization: string | undefined;
  beforeAll(async () => {
    other = createServer((request, response) => {
      ({ authorization } = request.headers);
      response
        .writeHead(403, { 'Content-Type': 'application/json' })
        .end('{"message":"no","code":"not_permitted","errors":[]}');
    });
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => {
    other.close();
    other.closeAllConnections();
  });

  test('is asked for on a terminal, and not shown', async () => {
    const url = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
    const { output, status } = await onTerminal(['show', 'a/b', '--url', url, '--user', 'me'], {
      types: [['Password of me: ', 'x\u007fsecret\n']],
    });
    expect({ output, status }).toEqual({ output: 'Password of me: \r\ntargetctl: no\r\n', status: 1 });
    expect(authorization).toBe(`Basic ${Buffer.from('me:secret').toString('base64')}`);
  });
});
