import type { AccessRules } from '../access/access-file.js';
import type { WebConfig } from '../web-config/web-config-file.js';
import type { Changing } from '../operator-files/changing.js';
import type { Warning } from '../operator-files/warning.js';
import type { HttpConfig } from '../http-config/http-config.js';
import type { ServedTls } from '../tls/served-tls.js';
import type { Logger } from '../logging/logger.js';
import type { Configuration } from './configuration.js';
import { effectiveWarnings, type ServedAddress } from './effective-warnings.js';

/** Anybody may ask for the warnings, and finding them reads from the disk: once in this time is enough. */
const KEPT_MS = 1000;

/** The current warnings. */
export class WarningSource {
  private addresses: readonly ServedAddress[] = [];
  private kept: { readonly warnings: readonly Warning[]; readonly until: number } | undefined;
  private logged: readonly string[] = [];

  constructor(
    private readonly configuration: Configuration,
    private readonly webConfig: Changing<WebConfig>,
    private readonly rules: Changing<AccessRules | undefined>,
    private readonly tls: ServedTls,
    private readonly httpConfig: Changing<HttpConfig>,
    private readonly etcdHttpConfig: Changing<HttpConfig>,
    private readonly log: Pick<Logger, 'warn'>,
    private readonly now: () => Date = () => new Date(),
  ) {
    const apply = (): void => {
      this.report();
    };
    webConfig.follow({ apply });
    rules.follow({ apply });
    tls.follow({ apply });
    httpConfig.follow({ apply });
    etcdHttpConfig.follow({ apply });
  }

  /** To be called when the service listens. Logs the warnings, and after each reload the new ones. */
  listening(addresses: readonly ServedAddress[]): void {
    this.addresses = addresses;
    this.report();
  }

  readonly current = (): readonly Warning[] => {
    const now = this.now();
    if (this.kept === undefined || now.getTime() >= this.kept.until || now.getTime() < this.kept.until - KEPT_MS)
      this.kept = { warnings: this.find(now), until: now.getTime() + KEPT_MS };
    return this.kept.warnings;
  };

  private find(now: Date): readonly Warning[] {
    const { configuration, addresses } = this;
    return effectiveWarnings(
      {
        configuration,
        webConfig: this.webConfig.current,
        rules: this.rules.current,
        tls: this.tls.current,
        addresses,
        httpConfig: this.httpConfig.current,
        etcdHttpConfig: this.etcdHttpConfig.current,
      },
      now,
    );
  }

  private report(): void {
    if (this.addresses.length === 0) return;
    const warnings = this.find(this.now());
    for (const { code, message } of warnings) if (!this.logged.includes(message)) this.log.warn(message, { code });
    this.logged = warnings.map(({ message }) => message);
    this.kept = undefined;
  }
}
