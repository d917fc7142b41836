import { ConfigurationError } from '../operator-files/configuration-error.js';
import { parsePattern } from './group-pattern.js';

test('what an operator has written and is no pattern is told in the words of the rule', () => {
  expect(() => parsePattern('payments')).toThrow(
    new ConfigurationError(
      '"payments" is not a pattern; write application/environment with one slash, such as payments/* (write a slash in a name as %2F)',
    ),
  );
});
