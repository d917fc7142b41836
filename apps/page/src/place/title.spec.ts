import { titleOf } from './title.js';
import { placeIn } from './url.js';

test.each([
  ['#/groups?search=x', 'Groups – Target-eye'],
  ['#/group?application=payments&environment=a%2Fb', 'payments / a/b – Group – Target-eye'],
  ['#/group?application=%E2%80%AE&environment=prod', '⟨U+202E⟩ / prod – Group – Target-eye'],
  ['#/why?target=10.3.3.4:9100', '10.3.3.4:9100 – Why? – Target-eye'],
  ['#/new?application=x&environment=y', 'New group – Target-eye'],
])('the title of %s is %s', (fragment, title) => {
  expect(titleOf(placeIn(fragment))).toBe(title);
});
