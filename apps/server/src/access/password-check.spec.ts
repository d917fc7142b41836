import { setImmediate as turn } from 'node:timers/promises';
import { hashSync } from 'bcrypt';
import { PasswordCheck } from './password-check.js';

const COST = 4;
const ALICE = hashSync('wonderland', COST);
const USERS = new Map([
  ['alice', ALICE],
  ['bob', hashSync('builder', COST)],
]);

/** Comparisons that end when the test says so. */
function slowly() {
  const waiting: { readonly hash: string; readonly end: (isRight: boolean) => void }[] = [];
  const compare = jest.fn(
    (_password: string, hash: string) => new Promise<boolean>((end) => waiting.push({ hash, end })),
  );
  return { waiting, check: new PasswordCheck(compare), compare };
}

// cspell:ignore grüße
describe('with bcrypt', () => {
  test.each([
    ['alice', 'wonderland', 'right'],
    ['alice', 'Wonderland', 'wrong'],
    ['alice', 'builder', 'wrong'],
    ['alice', '', 'wrong'],
    ['Alice', 'wonderland', 'wrong'],
    ['carol', 'wonderland', 'wrong'],
    ['carol', 'builder', 'wrong'],
  ])('%s with %s is %s, also the second time', async (user, password, expected) => {
    const check = new PasswordCheck();
    expect(await check.check(USERS, user, password)).toBe(expected);
    expect(await check.check(USERS, user, password)).toBe(expected);
  });

  test.each(['$2a$', '$2b$', '$2y$'])('a hash may begin with %s', async (prefix) => {
    const users = new Map([['alice', ALICE.replace('$2b$', prefix)]]);
    expect(await new PasswordCheck().check(users, 'alice', 'wonderland')).toBe('right');
    expect(await new PasswordCheck().check(users, 'alice', 'other')).toBe('wrong');
  });

  test('a hash that htpasswd made fits its password', async () => {
    const users = new Map([['alice', '$2y$04$mm/FETYC1NLOKbrIx9Y8I.JoaDawbpXXpnQGbqHPlSqAFc/lSL4XG']]);
    expect(await new PasswordCheck().check(users, 'alice', 'grüße')).toBe('right');
  });
});

test('nobody has a password where there are no users', async () => {
  expect(await new PasswordCheck().check(new Map(), 'alice', 'wonderland')).toBe('wrong');
});

test('a name that nobody has is compared with a hash of somebody, always the same one, and never right', async () => {
  const compare = jest.fn<Promise<boolean>, [string, string]>().mockResolvedValue(true);
  const check = new PasswordCheck(compare);
  expect(await check.check(USERS, 'carol', 'a')).toBe('wrong');
  expect(await check.check(USERS, 'carol', 'b')).toBe('wrong');
  const [first, second] = compare.mock.calls.map(([, hash]) => hash);
  expect([...USERS.values()]).toContain(first);
  expect(second).toBe(first);
});

test('a password is compared once, whether it was right or wrong, until the hash is another', async () => {
  const compare = jest.fn((password: string) => Promise.resolve(password === 'wonderland'));
  const check = new PasswordCheck(compare);
  const users = new Map(USERS);
  for (const password of ['wonderland', 'wrong', 'wonderland', 'wrong']) await check.check(users, 'alice', password);
  expect(compare).toHaveBeenCalledTimes(2);
  users.set('alice', hashSync('looking-glass', COST));
  compare.mockResolvedValue(false);
  expect(await check.check(users, 'alice', 'wonderland')).toBe('wrong');
  expect(compare).toHaveBeenCalledTimes(3);
});

test('a user who comes to be gets in, although the name was tried before with that password and hash', async () => {
  const check = new PasswordCheck();
  const users = new Map([['alice', ALICE]]);
  expect(await check.check(users, 'carol', 'wonderland')).toBe('wrong');
  users.set('carol', ALICE);
  expect(await check.check(users, 'carol', 'wonderland')).toBe('right');
});

test('one comparison runs at a time, and equal ones are one', async () => {
  const { check, waiting, compare } = slowly();
  const verdicts = ['a', 'b', 'a'].map((password) => check.check(USERS, 'alice', password));
  await turn();
  expect(waiting).toHaveLength(1);
  waiting[0]?.end(true);
  await turn();
  expect(waiting).toHaveLength(2);
  waiting[1]?.end(false);
  expect(await Promise.all(verdicts)).toEqual(['right', 'wrong', 'right']);
  expect(compare).toHaveBeenCalledTimes(2);
});

test('a comparison that fails does not stop those after it', async () => {
  const compare = jest.fn((password: string) =>
    password === 'a' ? Promise.reject(new Error('no memory')) : Promise.resolve(true),
  );
  const check = new PasswordCheck(compare);
  const first = check.check(USERS, 'alice', 'a');
  const second = check.check(USERS, 'alice', 'b');
  await expect(first).rejects.toThrow('no memory');
  expect(await second).toBe('right');
  expect(await check.check(USERS, 'alice', 'c')).toBe('right');
});

test('when too many wait, the next is turned away, but not who is known already', async () => {
  const { check, waiting } = slowly();
  const known = check.check(USERS, 'bob', 'builder');
  await turn();
  waiting[0]?.end(true);
  expect(await known).toBe('right');
  const flood = Array.from({ length: 32 }, (_, index) => check.check(USERS, 'alice', String(index)));
  expect(await check.check(USERS, 'alice', 'one more')).toBe('busy');
  expect(await check.check(USERS, 'bob', 'builder')).toBe('right');
  for (let count = 1; count <= 32; count += 1) {
    await turn();
    waiting[count]?.end(false);
  }
  expect(new Set(await Promise.all(flood))).toEqual(new Set(['wrong']));
});

test('a flood of wrong passwords does not make the right one forgotten', async () => {
  const compare = jest.fn((password: string) => Promise.resolve(password === 'wonderland'));
  const check = new PasswordCheck(compare);
  await check.check(USERS, 'alice', 'wonderland');
  for (let count = 0; count < 1500; count += 1) await check.check(USERS, 'alice', String(count));
  compare.mockClear();
  expect(await check.check(USERS, 'alice', 'wonderland')).toBe('right');
  expect(compare).not.toHaveBeenCalled();
  await check.check(USERS, 'alice', '0');
  expect(compare).toHaveBeenCalledTimes(1);
});
