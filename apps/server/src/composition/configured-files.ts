import { type AccessRules, clientsWithoutUser, readAccessFile } from '../access/access-file.js';
import { NO_WEB_CONFIG, readWebConfigFile, type WebConfig } from '../access/web-config-file.js';
import { ConfigurationError } from '../configuration/configuration-error.js';
import type { Followed, Reading } from '../configuration/followed.js';
import type { Settings } from '../configuration/settings.js';
import type { Logger } from '../logging/logger.js';
import { checkTls } from '../tls/secure-context.js';
import { readTlsFiles } from '../tls/tls-files.js';
import { checkOnce } from './tls-source.js';

type AccessSettings = Pick<Settings, 'web_config_file' | 'access_file' | 'reads_without_login'>;

/** @throws ConfigurationError when there is a web config file that cannot be used */
export function readWebConfig({ web_config_file: path }: AccessSettings): Reading<WebConfig> {
  const value = path === undefined ? NO_WEB_CONFIG : readWebConfigFile(path);
  if (value.tls !== undefined) checkTls(value.tls);
  return { value, files: value.files };
}

/**
 * The rules of the access file, `undefined` where none is set.
 * @throws ConfigurationError when there is one that cannot be used
 */
export function readAccessRules(settings: AccessSettings): Reading<AccessRules | undefined> {
  const { access_file: path, reads_without_login: isReadOpen } = settings;
  if (path === undefined) return { value: undefined, files: [] };
  return { value: readAccessFile(path, isReadOpen ? 'read' : 'none'), files: [path] };
}

/**
 * Reads every file that the settings name and gives what there is to warn of.
 * @throws ConfigurationError with the faults of all
 */
export function checkFiles(settings: Settings): readonly string[] {
  const faults: string[] = [];
  const attempt = <Value>(read: (settings: Settings) => Reading<Value>): Value | undefined => {
    try {
      return read(settings).value;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const webConfig = attempt(readWebConfig);
  const rules = attempt(readAccessRules);
  const tls = attempt(readTlsFiles);
  if (faults.length > 0) throw new ConfigurationError(faults);
  checkOnce(tls, webConfig?.tls);
  return warningsOf(webConfig ?? NO_WEB_CONFIG, rules);
}

/** Writes into the log what there is to warn of, now and after each reload. */
export function warnAbout(webConfig: Followed<WebConfig>, rules: Followed<AccessRules | undefined>, log: Logger): void {
  const warn = (config: WebConfig, access: AccessRules | undefined): void => {
    for (const warning of warningsOf(config, access)) log.warn(warning);
  };
  warn(webConfig.current, rules.current);
  webConfig.onChange((config) => {
    warn(config, rules.current);
  });
  rules.onChange((access) => {
    warn(webConfig.current, access);
  });
}

function warningsOf(config: WebConfig, rules: AccessRules | undefined): readonly string[] {
  return [...config.warnings, ...(rules === undefined ? [] : clientsWithoutUser(rules, config.users))];
}
