import { fault, type RuleCode, type StoreCode, type TargetGroupStore } from '@target-eye/domain';
import { useApis } from '../../../test/support/api.js';
import { form, json } from '../../../test/support/content.js';
import { expectFailure } from '../../../test/support/refusal.js';

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
  return { find: fail, list: fail, update: fail, replace: fail };
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
    ['unreadable', 500],
    ['storage_full', 507],
    ['storage_unavailable', 503],
    ['stopping', 503],
    ['name_too_long', 400],
  ])('%s is %i, with the message of the store and nothing of its cause', async (code, status) => {
    const error = fault('', code, 'the store says why', new Error('ENOSPC: /srv/secret/shop.json'));
    const api = await open({ store: brokenBy(error) });
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
