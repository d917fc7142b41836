import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type * as TheClient from '@target-eye/client';
import { type Api, openApi } from '../../../apps/server/test/support/api.js';
import { startChromium } from '../../../apps/page/test/support/chromium.js';
import { describeWith } from '../../../apps/server/test/support/needs.js';
import { type Handler, PageServer } from './support/page-server.js';

declare global {
  // What the page exposes to the functions that are run in it.
  var targetEye: typeof TheClient;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(dirname(__dirname), 'dist', 'index.js')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

const text =
  (type: string, body: string): Handler =>
  (_, response) => {
    response.writeHead(200, { 'Content-Type': type }).end(body);
  };

const PAGE = `<!doctype html><title>x</title><script type="module">
  import * as targetEye from './client.js';
  globalThis.targetEye = targetEye;
</script>`;

const NOT_UP = {
  message: 'not every target is up after 2 s',
  code: 'not_up',
  errors: [{ path: 'targets[0]', code: 'down', message: 'the target "h:1" is down: connection refused' }],
};

test('the bundle for browsers is small and needs nothing of Node.js', async () => {
  expect(gzipSync(await bundle()).length).toBeLessThan(6000);
});

describeWith(['chromium-headless-shell'])('in a browser', () => {
  let api: Api;
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  let broken = 0;
  const said: string[] = [];

  beforeAll(async () => {
    api = await openApi();
    server = await PageServer.start(api.port, {
      '/': text('text/html', PAGE),
      '/client.js': text('text/javascript', await bundle()),
      '/moved/away': (_, response) => {
        response.writeHead(307, { Location: '/target-eye/payments/prod' }).end();
      },
      '/api/v1/groups/payments/prod/status': (request, response) => {
        const isWait = request.url?.endsWith('?wait=up&timeout=2000ms');
        response.writeHead(isWait ? 504 : 500, { 'Content-Type': 'application/json' }).end(JSON.stringify(NOT_UP));
      },
      '/always/broken': (_, response) => {
        broken += 1;
        response.destroy();
      },
    });
    browser = await startChromium();
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => said.push(message));
    await page.goto(server.url);
    await page.waitForFunction(() => 'targetEye' in globalThis);
  });
  afterAll(async () => {
    await browser.close();
    server.stop();
    await api.stop();
  });

  test('groups are changed and shown at a URL relative to the page, whatever they are called', async () => {
    const shown = await page.evaluate(async () => {
      const client = targetEye.createClient({ url: '.' });
      const key = { application: 'a/b', environment: 'ä ?#%2e' };
      await client.replace(key, { targets: ['h:1'], labels: { team: 'core' } });
      return client.show(key);
    });
    expect(shown.group).toEqual({ targets: ['h:1'], labels: { job: 'a/b', env: 'ä ?#%2e', team: 'core' } });
  });

  test('a refusal says what is wrong', async () => {
    const error = await page.evaluate(async () => {
      const client = targetEye.createClient({ url: '.' });
      const key = { application: 'payments', environment: 'prod' };
      return client.replace(key, { targets: ['h:0'] }).catch((reason: unknown) => {
        const { name, status, code, faults, requestId } = reason as TheClient.TargetEyeError;
        return { name, status, code, path: faults[0]?.path, requestId };
      });
    });
    expect(error).toEqual({
      name: 'TargetEyeError',
      status: 400,
      code: 'invalid_target',
      path: 'targets[0]',
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
  });

  /** What a call for this group fails with. */
  const failing = (application: string, environment: string) =>
    page.evaluate(
      async (key) => {
        const client = targetEye.createClient({ url: '.', retries: { attempts: 3, firstPause: 1 } });
        return client.add(key, { targets: ['h:1'] }).then(String, (reason: unknown) => {
          const { code, outcome, attempts } = reason as TheClient.TargetEyeError;
          return { code, outcome, attempts };
        });
      },
      { application, environment },
    );

  test('targets that are not up in time are named', async () => {
    const error = await page.evaluate(async () => {
      const client = targetEye.createClient({ url: '.' });
      const key = { application: 'payments', environment: 'prod' };
      return client.waitUntilUp(key, { timeout: 2000 }).catch((reason: unknown) => {
        const { status, code, notUp, outcome } = reason as TheClient.TargetEyeError;
        return { status, code, notUp, outcome };
      });
    });
    expect(error).toEqual({ status: 504, code: 'not_up', notUp: NOT_UP.errors, outcome: 'unchanged' });
  });

  test('a redirect is refused', async () => {
    expect(await failing('moved', 'away')).toEqual({ code: 'redirected', outcome: 'unchanged', attempts: 1 });
  });

  test('a connection that breaks leaves the outcome unknown, after some tries', async () => {
    expect(await failing('always', 'broken')).toEqual({ code: 'connection_failed', outcome: 'unknown', attempts: 3 });
    expect(broken).toBeGreaterThanOrEqual(3);
  });

  test('an abort ends a pause', async () => {
    const ended = await page.evaluate(async () => {
      const controller = new AbortController();
      const retries = { firstPause: 1e9, maxPause: 1e9, totalTime: 1e9 };
      const client = targetEye.createClient({ url: '.', retries, signal: controller.signal });
      const shown = client.show({ application: 'always', environment: 'broken' }).catch(String);
      setTimeout(() => {
        controller.abort('enough');
      }, 100);
      return shown;
    });
    expect(ended).toBe('enough');
  });

  test('nothing else went wrong', () => {
    expect(said).toEqual([]);
  });
});
