import { rightsText } from './rights.js';

const client = { kind: 'client', name: 'deploy-bot' } as const;
const anonymous = { kind: 'anonymous' } as const;

test.each([
  [client, ['*/*'], [], undefined],
  [anonymous, ['*/*'], [], undefined],
  [client, ['payments/*'], [], 'deploy-bot may write payments/* only'],
  [client, ['a/*', 'b/*'], [], 'deploy-bot may write a/*, b/* only'],
  [
    client,
    Array<string>(12).fill('a/b'),
    [],
    `deploy-bot may write ${Array(10).fill('a/b').join(', ')} and 2 more only`,
  ],
  [client, [], ['Bearer'], 'deploy-bot may not write any group'],
  [anonymous, [], ['Bearer'], 'You may only read; log in to change groups'],
  [anonymous, [], [], 'You may only read'],
] as const)('%j with %j and %j: %s', (caller, write, logins, text) => {
  expect(rightsText({ caller, write, logins })).toBe(text);
});
