import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { fileIn, readDocument } from '../support/document.js';
import { freePort } from '../support/free-port.js';
import { describeWith } from '../support/needs.js';
import { TOKEN, useRecipeService } from '../support/recipes.js';
import type { Ended } from '../support/running-server.js';

const GUIDE = readDocument('docs/recipes.md');
const service = useRecipeService();

/** What a refused request prints, and that whoever sent it stops. */
function expectRefused({ status, stdout, stderr }: Ended, code: string): void {
  expect(`${stdout}${stderr}`).toContain(`"code":"${code}"`);
  expect(status).not.toBe(0);
}

describeWith(['curl'])('the shell scripts', () => {
  const run = (name: string, targets: string, url = service.url()): Promise<Ended> =>
    service.run(['/bin/sh', '-c', `${fileIn(GUIDE, name)}\necho done`], {
      TARGET_EYE_URL: url,
      TARGET_EYE_HEADER: service.header(),
      TARGETS: targets,
    });

  test('add and remove', async () => {
    expect(await run('register.sh', '10.3.3.1:9100,10.3.3.2:9100')).toMatchObject({ status: 0, stderr: '' });
    const labels = { job: 'payments', env: 'prod', team: 'checkout' };
    expect(await service.shown('/payments/prod')).toEqual({ targets: ['10.3.3.1:9100', '10.3.3.2:9100'], labels });
    const { status, stdout } = await run('remove.sh', '10.3.3.2:9100');
    expect([status, stdout.split('\n').at(-2)]).toEqual([0, 'done']);
    expect(await service.shown('/payments/prod')).toEqual({ targets: ['10.3.3.1:9100'], labels });
  });

  test('repeat what they did without harm, also when the answer to it was lost', async () => {
    await service.change('PUT', '/payments/prod', { targets: '10.3.3.1:9100' });
    const twice = [1, 2].map(() => ['register.sh', '10.3.3.3:9100'] as const);
    for (const [name, targets] of twice) expect(await run(name, targets)).toMatchObject({ status: 0 });
    for (const name of ['register.sh', 'remove.sh']) {
      const ended = await run(name, '10.3.3.4:9100', await service.losing(1));
      expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining('"lost"') as string });
    }
    expect(await service.shown('/payments/prod')).toMatchObject({ targets: ['10.3.3.1:9100', '10.3.3.3:9100'] });
  });

  test('wait for a service that is being restarted', async () => {
    const port = await freePort();
    const ended = run('register.sh', '10.3.3.5:9100', `http://127.0.0.1:${String(port)}`);
    await sleep(300);
    await service.losing(0, port);
    expect(await ended).toMatchObject({ status: 0 });
  });

  test('stop at a refusal, and say why', async () => {
    expectRefused(await run('register.sh', '10.3.3.1:151234'), 'invalid_target');
    await service.change('PUT', '/payments/prod', { targets: '10.3.3.1:9100', team: 'checkout' });
    expectRefused(await run('remove.sh', '10.3.3.1:9100'), 'labels_remain');
  });

  test('stop at an empty variable before they send anything', async () => {
    await service.change('PUT', '/payments/prod', { targets: '10.3.3.1:9100' });
    for (const name of ['register.sh', 'remove.sh']) {
      const { status, stdout, stderr } = await run(name, '');
      expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining('TARGETS: parameter')]);
    }
    expect(await service.shown('/payments/prod')).toMatchObject({ targets: ['10.3.3.1:9100'] });
  });
});

type Variables = Readonly<Record<string, string>>;

describeWith(['bash', 'curl'])('the jobs of GitLab CI', () => {
  const file = parse(fileIn(GUIDE, '.gitlab-ci.yml')) as {
    readonly default: { readonly before_script: readonly string[] };
  } & Readonly<Record<string, { readonly script: readonly string[] }>>;

  /** Runs a job as the runner does: all lines in one script, which ends with the first that fails. */
  const run = (job: string, variables: Variables = {}): Promise<Ended> => {
    const lines = [...file.default.before_script, ...(file[job]?.script ?? [])];
    return service.run(['bash', '-c', ['set -eo pipefail', ...lines].join('\n')], {
      CI_PROJECT_NAME: 'shop',
      CI_ENVIRONMENT_SLUG: 'review-1-abc',
      REVIEW_HOST: 'review-1.example.org',
      TARGET_EYE_URL: service.url(),
      TARGET_EYE_TOKEN: TOKEN,
      ...variables,
    });
  };

  test('register a review app and remove it, as often as they are run', async () => {
    for (let count = 0; count < 2; count += 1)
      expect(await run('register-review')).toMatchObject({ status: 0, stderr: '' });
    expect(await service.shown('/shop/review-1-abc')).toEqual({
      targets: ['review-1.example.org:9100'],
      labels: { job: 'shop', env: 'review-1-abc' },
    });
    const url = await service.losing(1);
    expect(await run('remove-review', { TARGET_EYE_URL: url })).toMatchObject({ status: 0 });
    expect(await service.shown('/shop/review-1-abc')).toBeUndefined();
    expect(await run('remove-review')).toMatchObject({ status: 0, stdout: '[]\n' });
  });

  test('fail without a host or a token', async () => {
    expectRefused(await run('register-review', { REVIEW_HOST: '' }), 'invalid_target');
    expectRefused(await run('register-review', { TARGET_EYE_TOKEN: '' }), 'login_failed');
    expect(await run('remove-review', { CI_ENVIRONMENT_SLUG: '' })).toMatchObject({ status: 1, stdout: '' });
  });
});

describeWith(['bash', 'curl'])('the workflow of GitHub Actions', () => {
  const file = parse(fileIn(GUIDE, '.github/workflows/register.yml')) as {
    readonly jobs: { readonly register: { readonly env: Variables; readonly steps: readonly { run: string }[] } };
  };

  /** Runs the steps of the job as GitHub does with `shell: bash`. */
  const run = (contexts: Variables): Promise<Ended> => {
    const { env, steps } = file.jobs.register;
    const entries = Object.entries(env).map(([name, value]) => [
      name,
      value.replace(/^\$\{\{ (.+) \}\}$/, (_, path: string) => contexts[path] ?? ''),
    ]);
    const script = join(service.home(), 'step.sh');
    writeFileSync(script, steps.map((step) => step.run).join('\n'));
    return service.run(['bash', '--noprofile', '--norc', '-eo', 'pipefail', script], {
      GITHUB_SHA: 'd670460b4b4aece5915caf5c68d12f560a9fe3e4',
      ...(Object.fromEntries(entries) as Variables),
    });
  };

  test('registers, stops at a refusal, and fails without its secret', async () => {
    const contexts = {
      'vars.TARGET_EYE_URL': service.url(),
      'secrets.TARGET_EYE_TOKEN': TOKEN,
      'vars.TARGETS': '10.3.4.1:9100',
    };
    for (let count = 0; count < 2; count += 1) expect(await run(contexts)).toMatchObject({ status: 0, stderr: '' });
    expect(await service.shown('/payments/prod')).toEqual({
      targets: ['10.3.4.1:9100'],
      labels: { job: 'payments', env: 'prod', version: 'd670460b4b4aece5915caf5c68d12f560a9fe3e4' },
    });
    expectRefused(await run({ ...contexts, 'vars.TARGETS': '' }), 'invalid_target');
    expectRefused(await run({ ...contexts, 'secrets.TARGET_EYE_TOKEN': '' }), 'login_failed');
  });
});
