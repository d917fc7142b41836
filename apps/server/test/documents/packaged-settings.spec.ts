import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helpText } from '../../src/cli/help.js';
import { readConfigFile } from '../../src/settings/config-file.js';
import { namesIn, SECTIONS, SETTING_NAMES, SETTINGS, variablesOf } from '../../src/settings/settings.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const PACKAGING = join(__dirname, '..', '..', '..', '..', 'packaging');
const DEFAULT = readFileSync(join(PACKAGING, 'debian', 'default'), 'utf8');
const TOML = readFileSync(join(PACKAGING, 'target-eye.toml'), 'utf8');

const home = useTemporaryDirectory();

test('/etc/default/target-eye names variables that exist, and those with a default show it', () => {
  const lines = [...DEFAULT.matchAll(/^#?([A-Z_]+)=(.*)$/gm)].map(([, variable = '', value = '']) => ({
    variable,
    value,
  }));
  const known = new Map(
    SETTING_NAMES.flatMap((name) => variablesOf(name).map((variable) => [variable, SETTINGS[name]])),
  );
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.map(({ variable }) => variable).filter((variable) => !known.has(variable))).toEqual(['CONFIG_FILE']);
  for (const { variable, value } of lines) {
    const setting = known.get(variable);
    if (setting !== undefined && 'fallback' in setting && setting.fallback !== '' && variable !== 'VERIFY_MODE')
      expect(`${variable}=${value}`).toBe(`${variable}=${setting.fallback}`);
  }
});

test('/etc/target-eye/target-eye.toml names settings that exist, in their sections', () => {
  const path = join(home(), 'target-eye.toml');
  writeFileSync(path, TOML.replace(/^# (?=\w+ = )/gm, ''));
  for (const [section, settings] of readConfigFile(path)) {
    const known: readonly string[] = SECTIONS.filter((name) => name === section).flatMap(namesIn);
    expect([...settings.keys()].filter((name) => !known.includes(name))).toEqual([]);
    expect(settings.size).toBeGreaterThan(2);
  }
});

test('the man page has every option and every command of --help', () => {
  const [usage = ''] = helpText().split('Settings, with');
  const options = new Set(usage.match(/--[a-z][a-z.-]*/g));
  const commands = [...usage.matchAll(/^ +target-eye ([a-z]+)(?: |$)/gm)].map(([, command = '']) => command);
  const page = readFileSync(join(PACKAGING, 'target-eye.8'), 'utf8').replaceAll('\\-', '-');
  expect([...options].filter((option) => !page.includes(option))).toEqual([]);
  expect(commands).toEqual(['token', 'healthcheck', 'migrate', 'help', 'version']);
  for (const command of commands)
    expect(page).toMatch(new RegExp(`^\\.B target-eye ${command}\\b[^]*^\\.B(?:R .*)? ${command}$`, 'm'));
});
