import { ContainerModule } from 'inversify';
import { AccessControl } from '../access/access-control.js';
import { Reloader } from '../operator-files/reloader.js';
import { Guard } from '../http/request/guard.js';
import { readTlsFiles } from '../tls/tls-files.js';
import { readAccessRules } from '../access/access-file.js';
import { keepLogins } from '../access/keep-logins.js';
import { readWebConfig } from '../web-config/web-config-file.js';
import { servedTls } from '../tls/served-tls.js';
import { following } from './following.js';
import { TOKENS } from './tokens.js';
import { WarningSource } from '../settings/warning-source.js';

/** Who may do what, and what TLS is served with, from files that are followed and reloaded. */
export function accessModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    const follow = following({ bind });
    follow(TOKENS.webConfig, 'web_config_file', ({ web_config_file }) => readWebConfig(web_config_file));
    follow(TOKENS.accessRules, 'access_file', ({ access_file, reads_without_login }) =>
      readAccessRules(access_file, reads_without_login),
    );
    follow(TOKENS.tlsFiles, 'certfile', readTlsFiles);
    bind(TOKENS.tls).toResolvedValue(servedTls, [TOKENS.tlsFiles, TOKENS.webConfig]).inSingletonScope();
    bind(TOKENS.access)
      .toResolvedValue(
        (webConfig, rules, { settings }) => {
          keepLogins(webConfig, rules);
          return new AccessControl({
            users: () => webConfig.current.users,
            rules: () => rules.current,
            readsWithoutLogin: settings.reads_without_login,
          });
        },
        [TOKENS.webConfig, TOKENS.accessRules, TOKENS.configuration],
      )
      .inSingletonScope();
    bind(TOKENS.warnings)
      .toResolvedValue(
        (configuration, webConfig, rules, tls, httpConfig, etcdHttpConfig, log) =>
          new WarningSource(configuration, webConfig, rules, tls, httpConfig, etcdHttpConfig, log),
        [
          TOKENS.configuration,
          TOKENS.webConfig,
          TOKENS.accessRules,
          TOKENS.tls,
          TOKENS.prometheusHttpConfig,
          TOKENS.etcdHttpConfig,
          TOKENS.logger,
        ],
      )
      .inSingletonScope();
    bind(TOKENS.reloader)
      .toResolvedValue(
        (serviceLog, accessLog, tlsFiles, webConfig, rules, httpConfig, etcdHttpConfig, events) =>
          new Reloader(
            [
              ...[serviceLog, accessLog].flatMap((log) => log?.file ?? []),
              ...[tlsFiles, webConfig, rules, httpConfig, etcdHttpConfig],
            ],
            events,
          ),
        [
          TOKENS.serviceLog,
          TOKENS.accessLog,
          TOKENS.tlsFiles,
          TOKENS.webConfig,
          TOKENS.accessRules,
          TOKENS.prometheusHttpConfig,
          TOKENS.etcdHttpConfig,
          TOKENS.reloadEvents,
        ],
      )
      .inSingletonScope();
    bind(TOKENS.guard)
      .toResolvedValue((access, events) => new Guard(access, events), [TOKENS.access, TOKENS.httpEvents])
      .inSingletonScope();
  });
}
