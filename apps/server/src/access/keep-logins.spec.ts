import type { Follower } from '../operator-files/changing.js';
import type { AccessRules } from './access-file.js';
import { keepLogins } from './keep-logins.js';

interface Users {
  readonly users: ReadonlyMap<string, string>;
}
const SOME: Users = { users: new Map([['ops', 'x']]) };
const NONE: Users = { users: new Map() };
const RULES: AccessRules = { anonymous: 'none', clients: [] };

/** What becomes of a web config file in the place of another. */
function changed(current: Users, next: Users, rules?: AccessRules): () => void {
  const followers: Follower<Users>[] = [];
  keepLogins({ current, follow: (follower) => followers.push(follower) }, { current: rules });
  return () => {
    for (const { check } of followers) check?.(next);
  };
}

test('the last users cannot go where nobody else may log in', () => {
  expect(changed(SOME, NONE)).toThrow('turning logins off needs a restart');
});

test('they can where there is an access file, and users may come', () => {
  for (const change of [changed(SOME, NONE, RULES), changed(NONE, SOME), changed(SOME, SOME), changed(NONE, NONE)])
    expect(change).not.toThrow();
});
