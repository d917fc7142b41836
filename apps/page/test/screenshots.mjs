import '../../../scripts/require-node.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { ROOT, setUp } from '../../../scripts/set-up.mjs';

/** Where the pictures of the README and of docs/page.md are. */
const IMAGES = join(ROOT, 'docs', 'images');

/** Of the service and of the two Prometheus; the pictures show them. */
const [SERVICE, ...PROMETHEUS] = [8000, 9090, 9091];

/** As many exporters, each with an address of its own in the loopback network. */
const HOSTS = 24;

const home = mkdtempSync(join(tmpdir(), 'target-eye-'));
const children = [];

/** Starts a program that ends with this one. */
function start(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'ignore'] });
  child.on('error', (error) => {
    throw error;
  });
  children.push(child);
}

/** Resolves when an address answers with what is wanted. */
async function until(url, isWanted) {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok && isWanted(await answer.text())) return;
    await pause(200);
  }
}

/** Exporters on 127.1.0.1 and so on: most answer, one refuses whoever asks, one answers too late, one is not there. */
async function startExporters() {
  for (let host = 1; host <= HOSTS; host++) {
    if (host === 4) continue;
    const server = createServer((request, response) => {
      if (host === 9) response.writeHead(403).end();
      else if (host !== 14) response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4' }).end('node_up 1\n');
    });
    await once(server.listen(9100, `127.1.0.${String(host)}`), 'listening');
    server.unref();
  }
}

function startPrometheus(port) {
  const folder = join(home, String(port));
  mkdirSync(folder);
  const files = join(home, 'file_sd', '*.json');
  const config = [
    'global: { scrape_interval: 2s, scrape_timeout: 1s }',
    `scrape_configs: [{ job_name: target-eye, file_sd_configs: [{ files: ['${files}'] }] }]`,
  ];
  writeFileSync(join(folder, 'prometheus.yml'), config.join('\n'));
  const address = `127.0.0.1:${String(port)}`;
  const options = [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}`,
    `--web.listen-address=${address}`,
  ];
  start('prometheus', [...options, '--log.level=error']);
  return `http://localhost:${String(port)}`;
}

const APPLICATIONS = ['billing', 'checkout', 'inventory', 'mail', 'payments', 'search'];
const TEAMS = ['core', 'web', 'data'];

/** Some groups as they could be anywhere. */
function fleet() {
  return APPLICATIONS.flatMap((application, index) =>
    ['prod', 'staging'].map((environment, second) => ({
      application,
      environment,
      targets: Array.from({ length: 3 - second }, (_, each) => addressOf(index * 4 + second * 3 + each)),
      labels: { team: TEAMS[index % TEAMS.length], tier: String(1 + second) },
    })),
  );
}

const addressOf = (number) => `127.1.0.${String(1 + (number % HOSTS))}:9100`;

async function ask(path, method, body) {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`http://localhost:${String(SERVICE)}${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
}

const PASTED = `- application: payments
  environment: prod
  targets: [127.1.0.17:9100, 127.1.0.18:9100, 127.1.0.20:9100]
  labels: {team: web, tier: "1"}
- application: reports
  environment: prod
  targets: [127.1.0.21:9100]
`;

/** What each picture shows, and what is done before it is taken. */
const PICTURES = {
  groups: { view: 'groups' },
  group: {
    view: 'group?application=checkout&environment=prod',
    act: async (page) => {
      await page.getByLabel('Add targets').fill('127.1.0.22:9100');
      await page.getByLabel('Add targets').press('Enter');
      await page.getByRole('button', { name: 'Remove 127.1.0.6:9100' }).click();
      await page.getByRole('button', { name: 'Review' }).click();
      await page.getByRole('dialog').locator('li').first().waitFor();
    },
  },
  why: { view: 'why?target=127.1.0.9' },
  many: {
    view: 'many',
    act: async (page) => {
      await page.getByRole('textbox').first().fill(PASTED);
      await page.getByText('127.1.0.20:9100', { exact: false }).last().waitFor();
      await pause(2000);
    },
  },
  prometheus: { view: 'prometheus' },
};

async function takePictures() {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args, chromiumSandbox: false });
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 720 }, locale: 'en-US' });
    for (const [name, { view, act }] of Object.entries(PICTURES)) {
      const page = await context.newPage();
      await page.goto(`http://localhost:${String(SERVICE)}/#/${view}`);
      await page.getByText('ok', { exact: true }).nth(1).waitFor();
      await pause(1500);
      await act?.(page);
      await page.screenshot({ path: join(IMAGES, `${name}-${colorScheme}.png`) });
      await page.close();
    }
    await context.close();
  }
  await browser.close();
}

setUp('everything');
mkdirSync(IMAGES, { recursive: true });
try {
  // Prometheus does not watch a directory that comes later.
  mkdirSync(join(home, 'file_sd'));
  await startExporters();
  const urls = PROMETHEUS.map(startPrometheus);
  start(process.execPath, [join(ROOT, 'apps', 'server', 'dist', 'main.js')], {
    FILE_SD_DIRECTORY: join(home, 'file_sd'),
    BIND: `127.0.0.1:${String(SERVICE)}`,
    PROMETHEUS_URLS: urls.join(','),
  });
  const status = `http://localhost:${String(SERVICE)}/api/v1/status`;
  await until(`http://localhost:${String(SERVICE)}/-/ready`, () => true);
  await ask('/api/v1/groups', 'PUT', { groups: fleet() });
  await until(status, (text) => {
    const { up, down, ...others } = JSON.parse(text).targets;
    return up > 0 && down > 0 && Object.values(others).every((count) => count === 0);
  });
  await takePictures();
} finally {
  for (const child of children) child.kill();
  await Promise.all(children.map((child) => once(child, 'exit')));
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
