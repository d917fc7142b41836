import { type Circumstance, fault, type RuleCode, type StoreCode, type TargetGroupStore } from '@target-eye/domain';
import { ERRORS } from '@target-eye/http-api';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../../../test/support/api.js';
import { form, json } from '../../../test/support/content.js';
import type { Content } from '../../../test/support/raw-request.js';
import { expectFailure, failureIn } from '../../../test/support/refusal.js';

const open = useApis();
const GROUP = '/shop/prod';
const REQUESTS = [
  ['GET', undefined],
  ['PUT', json({ targets: ['h:1'] })],
  ['PUT', json({ targets: ['h:1'], labels: {} })],
  ['POST', form('targets=h:1')],
  ['DELETE', undefined],
] as const;

/** A store in which everything fails. */
function brokenBy(error: Error): TargetGroupStore {
  const fail = (): Promise<never> => Promise.reject(error);
  return Object.assign(new InMemoryTargetGroupStore(), { find: fail, update: fail, replace: fail });
}

describe('an error that nobody foresaw is a 500 without any detail', () => {
  const caused = new Error('EIO: i/o error, write /srv/secret/shop.json', { cause: new Error('the cause') });

  test.each<[string, Error]>([
    ['a plain error with a path in it', caused],
    ['a type error', new TypeError('secret is not a function')],
    [
      'an error with a status and a code of its own',
      Object.assign(new Error('secret'), { status: 418, code: 'EACCES' }),
    ],
  ])('%s', async (_, error) => {
    const api = await open({ store: brokenBy(error) });
    for (const [method, sent] of REQUESTS) {
      const answer = await api.send(method, GROUP, sent);

      expectFailure(answer, { status: 500, code: 'internal' });
      expect(answer.text).not.toMatch(/secret|cause|EIO|EACCES/);
    }
  });

  test('the log has the details, the cause too', async () => {
    const api = await open({ store: brokenBy(caused) });
    await api.send('GET', GROUP);

    const failed = api.logged.find((line) => line.includes('"failed"'));
    expect(failed).toContain('/srv/secret/shop.json');
    expect(failed).toContain('the cause');
  });
});

describe('an error of the store is a status', () => {
  test.each<[StoreCode | RuleCode, number]>([
    ['precondition_failed', 412],
    ['unreadable', 500],
    ['storage_full', 507],
    ['storage_unavailable', 503],
    ['stopping', 503],
    ['name_too_long', 400],
  ])('%s is %i, with the message of the store and nothing of its cause', async (code, status) => {
    const error = fault('', code, 'the store says why', {
      cause: new Error('ENOSPC: /srv/secret/shop.json'),
    });
    const api = await open({ store: brokenBy(error), isOutlandish: true });
    for (const [method, sent] of REQUESTS) {
      const answer = await api.send(method, GROUP, sent);

      expectFailure(answer, { status, code, path: '', says: 'the store says why' });
      expect(answer.text).not.toMatch(/secret|ENOSPC/);
    }
  });
});

test('a store that fails does not hide what is wrong with a request', async () => {
  const api = await open({ store: brokenBy(new Error('secret')) });

  expectFailure(await api.send('PUT', GROUP, json({ targets: ['h:0'] })), { code: 'invalid_target' });
  expectFailure(await api.send('DELETE', GROUP, json({})), { code: 'nothing_given' });
});

describe('a fault is answered with what can be done about it', () => {
  const WITHOUT = 'to remove the whole group send neither a body nor a Content-Type';

  test.each<[string, Content | undefined, string]>([
    ['PUT', json({ targets: [] }), 'the list of targets is empty; give a target or leave out "targets"'],
    ['PUT', json({ labels: {} }), 'there is no target group "shop/prod"; give targets to create it'],
    ['POST', json({ labels: { a: 'b' } }), 'there is no target group "shop/prod"; give targets to create it'],
    ['POST', json({ labels: {} }), 'there is no label in "labels"; give a label or leave out "labels"'],
    ['POST', json({}), 'there is nothing to add: neither targets nor labels are given; give targets, labels or both'],
    ['DELETE', undefined, 'there is no target group "shop/prod"'],
    ['DELETE', json({}), `there is nothing to remove: neither targets nor labels are given; ${WITHOUT}`],
    ['DELETE', form(''), `the body is empty; ${WITHOUT}`],
  ])('%s of %j to an unknown group', async (method, sent, message) => {
    const api = await open();

    expect(failureIn(await api.send(method, GROUP, sent)).message).toBe(message);
  });

  test.each<[string, Content, string]>([
    ['POST', json({ labels: { team: ' ' } }), 'the label "team" cannot become " "; remove a label with DELETE'],
    [
      'DELETE',
      json({ targets: ['h:1'] }),
      `all targets can only be removed together with all labels, which removes the group; not named: "team"; ${WITHOUT}`,
    ],
  ])('%s of %j to a group', async (method, sent, message) => {
    const api = await open();
    await api.send('PUT', GROUP, json({ targets: ['h:1'], labels: { team: 'x' } }));

    expect(failureIn(await api.send(method, GROUP, sent)).message).toBe(message);
  });

  test.each<[Parameters<typeof fault>[1], Circumstance | undefined, string]>([
    ['unreadable', undefined, 'fact; a PUT with both targets and labels replaces it and keeps the old bytes aside'],
    ['storage_unavailable', undefined, 'fact'],
    ['storage_unavailable', 'nothing_storable', 'fact; /-/ready says more'],
    [
      'storage_unavailable',
      'unconfirmed',
      'fact; see what GET shows, and ask for it again with PUT when /-/ready is 200',
    ],
    ['storage_full', undefined, 'fact'],
  ])('%s, %s', async (code, circumstance, message) => {
    const api = await open({ store: brokenBy(fault('', code, 'fact', { circumstance })) });

    const answer = await api.send('PUT', GROUP, json({ targets: ['h:1'] }));
    expectFailure(answer, { status: ERRORS[code].status, code });
    expect(failureIn(answer).message).toBe(message);
    expect(answer.headers['retry-after']).toBe(ERRORS[code].isTransient ? '1' : undefined);
  });

  test('each fault of several has its own, the summary that of the first', async () => {
    const api = await open();

    const answer = await api.send('POST', GROUP, json({ targets: [], labels: {} }));
    expect(JSON.parse(answer.text)).toEqual({
      message: 'the list of targets is empty; give a target or leave out "targets" (and 1 more fault)',
      code: 'targets_empty',
      errors: [
        {
          path: 'targets',
          code: 'targets_empty',
          message: 'the list of targets is empty; give a target or leave out "targets"',
        },
        {
          path: 'labels',
          code: 'labels_empty',
          message: 'there is no label in "labels"; give a label or leave out "labels"',
        },
      ],
    });
  });

  test('the log has the fact alone', async () => {
    const api = await open();
    await api.send('POST', GROUP, json({}));

    const refused = api.logged.find((line) => line.includes('nothing_given'));
    expect(refused).toContain('there is nothing to add: neither targets nor labels are given');
    expect(refused).not.toContain('give targets, labels or both');
  });
});
