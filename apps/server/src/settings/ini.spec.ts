import { ConfigurationError } from '../operator-files/configuration-error.js';
import { parseIni } from './ini.js';

test('INI is read as configparser reads it', () => {
  const text = `# a comment
[hypercorn]
bind = 127.0.0.1:12345
loglevel: debug
  accesslog = "-"

; another one
[target-eye]
file_sd_directory = /srv/d#c;e
`;
  expect(parseIni(text, 'x.ini')).toEqual({
    hypercorn: { bind: '127.0.0.1:12345', loglevel: 'debug', accesslog: '-' },
    'target-eye': { file_sd_directory: '/srv/d#c;e' },
  });
});

test.each([
  ['a setting outside a section', 'bind = x', 1],
  ['a line that is no setting', '[hypercorn]\nbind', 2],
  ['a section that is not closed', '[hypercorn]\n\n[target-eye', 3],
])('%s is an error that names the line', (_, text, line) => {
  expect(() => parseIni(text, 'x.ini')).toThrow(ConfigurationError);
  expect(() => parseIni(text, 'x.ini')).toThrow(`line ${String(line)} is not understood`);
});

test.each(['keyfile_password = hunter2', '[hypercorn]\nkeyfile_password "hunter2"', '[hypercorn]\nx = a\n  hunter2'])(
  'the line is not shown, because it may hold a password: %j',
  (text) => {
    expect(() => parseIni(text, 'x.ini')).toThrow(/^(?!.*hunter2).*is not understood/);
  },
);
