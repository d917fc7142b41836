import express from 'express';
import request from 'supertest';
import { groupKey, type StoreStatus, type Unreadable } from '@target-eye/domain';
import type { Warning } from '../../operator-files/warning.js';
import { useApis } from '../../../test/support/api.js';
import { withExchanges } from '../../../test/support/exchanges.js';
import { expectFailure } from '../../../test/support/refusal.js';
import { statusWith } from '../../../test/support/store-status.js';
import { addHealthRoutes } from './health-routes.js';

const open = useApis();
const MD5 = '0cc175b9c0f1b6a831c399e269772661.json';

function appWith(status: Partial<StoreStatus>, warnings: readonly Warning[] = [], named?: 'file' | 'key') {
  const app = express();
  const whole = statusWith(status);
  addHealthRoutes(app, { status: whole, problem: () => whole.problem(), named, warnings: () => warnings });
  return withExchanges(app);
}

// cspell:ignore acces

const counting = (groups: number) => () => ({ groups, targets: 0, unreadable: 0 });

describe('/-/healthy', () => {
  test('says how many groups there are', async () => {
    const response = await request(appWith({ counts: counting(7) }))
      .get('/-/healthy')
      .expect(200)
      .expect('Content-Type', 'application/json');
    expect(response.body).toEqual({
      status: 'healthy',
      groups: 7,
      unreadable: [],
      waiting: [],
      questionable: [],
      warnings: [],
    });
  });

  test('shows each kind of warning once, and nothing of what it names', async () => {
    const warnings: readonly Warning[] = ['ACCES_FILE', '/etc/secret'].map((name) => ({
      code: 'variable_misspelt',
      message: `the variable ${name} sets nothing`,
    }));
    const response = await request(appWith({}, warnings)).get('/-/healthy').expect(200);
    expect(response.body).toMatchObject({
      warnings: [
        {
          code: 'variable_misspelt',
          message: 'a variable of the environment looks like a misspelt setting',
        },
      ],
    });
    expect(response.text).not.toMatch(/ACCES_FILE|secret/);
    expect((await request(appWith({}, warnings)).get('/-/ready')).text).not.toContain('warnings');
  });

  test('shows the unreadable files: by their group where it is known, by their name where not', async () => {
    const unreadable = [
      { name: 'payments@prod.json', key: groupKey('payments', 'prod'), reason: 'it is not valid UTF-8' },
      { name: MD5, key: undefined, reason: 'it is not JSON' },
    ];
    const response = await request(appWith({ unreadable: () => unreadable }))
      .get('/-/healthy')
      .expect(200);
    expect(response.body).toMatchObject({
      unreadable: [
        { application: 'payments', environment: 'prod', reason: 'it is not valid UTF-8' },
        { file: MD5, reason: 'it is not JSON' },
      ],
    });
    const inCluster = [{ name: '/target-eye/groups/odd', key: undefined, reason: 'it is not JSON' }];
    const cluster = await request(appWith({ unreadable: () => inCluster }, [], 'key')).get('/-/healthy');
    expect(cluster.body).toMatchObject({ unreadable: [{ key: '/target-eye/groups/odd', reason: 'it is not JSON' }] });
  });
});

describe('/-/healthy of a directory from before', () => {
  test('shows the files that wait, with the labels that they have, and the groups with something invalid', async () => {
    const response = await request(
      appWith({
        unclaimed: () => [
          { name: MD5, named: groupKey('elastic', 'test'), refused: '1 target that the rules refuse' },
          { name: MD5, named: undefined, refused: undefined },
        ],
        questionable: () => [{ key: groupKey('a', 'b'), refused: '2 labels that the rules refuse' }],
      }),
    )
      .get('/-/healthy')
      .expect(200);
    const waits = 'it waits for the first change of its group, because its labels do not say which group that is';
    expect(response.body).toMatchObject({
      waiting: [
        { file: MD5, job: 'elastic', env: 'test', reason: `${waits}; it has 1 target that the rules refuse` },
        { file: MD5, reason: waits },
      ],
      questionable: [{ application: 'a', environment: 'b', reason: 'it has 2 labels that the rules refuse' }],
    });
  });
});

test('what is odd is put into words once for all who ask, and anew when it is something else', async () => {
  let looked = 0;
  const listOf = (...names: string[]): readonly Unreadable[] =>
    names.map((name) => ({
      name,
      key: undefined,
      get reason() {
        looked += 1;
        return 'it is not JSON';
      },
    }));
  let unreadable = listOf('a.json', 'b.json');
  const app = appWith({ unreadable: () => unreadable });
  for (const path of ['/-/healthy', '/-/ready', '/-/ready']) await request(app).get(path).expect(200);
  expect(looked).toBe(2);
  unreadable = listOf('c.json');
  const response = await request(app).get('/-/ready').expect(200);
  expect(response.body).toMatchObject({ unreadable: [{ file: 'c.json', reason: 'it is not JSON' }] });
  expect(looked).toBe(3);
});

describe('/-/ready', () => {
  test('is 200 while changes can be stored, also with files that are not understood', async () => {
    const unreadable = [{ name: 'a@b.json', key: groupKey('a', 'b'), reason: 'it is not JSON' }];
    const response = await request(appWith({ counts: counting(7), unreadable: () => unreadable }))
      .get('/-/ready')
      .expect(200)
      .expect('Content-Type', 'application/json');
    expect(response.body).toEqual({
      status: 'ready',
      groups: 7,
      unreadable: [{ application: 'a', environment: 'b', reason: 'it is not JSON' }],
      waiting: [],
      questionable: [],
    });
  });

  test('is 503 and says why while they cannot be', async () => {
    const app = appWith({ problem: () => ({ code: 'full', fact: 'the disk is full; make room' }) });
    const message = 'changes cannot be stored: the disk is full; make room';
    const response = await request(app).get('/-/ready').expect(503).expect('Content-Type', 'application/json');
    expect(response.body).toEqual({
      message,
      code: 'not_ready',
      errors: [{ path: '', code: 'not_ready', message }],
    });
    await request(app).head('/-/ready').expect(503);
    expect((await request(app).get('/-/healthy').expect(200)).body).toMatchObject({
      status: 'healthy',
      problem: message,
    });
  });

  test('is 503 and says why while they do not get to Prometheus', async () => {
    const app = appWith({ problem: () => ({ code: 'not_published', fact: 'the disk is full; make room' }) });
    const message = 'changes do not get to Prometheus: the disk is full; make room';
    expect((await request(app).get('/-/ready').expect(503)).body).toMatchObject({ message, code: 'not_ready' });
  });
});

test.each(['/-/healthy', '/-/ready'])('%s answers HEAD, and no other method', async (path) => {
  const api = await open();
  expect(await api.send('HEAD', path)).toMatchObject({ status: 200, text: '' });
  const answer = await api.send('POST', path);
  expectFailure(answer, { status: 405, code: 'method_not_allowed' });
  expect(answer.headers['allow']).toBe('GET, HEAD');
});
