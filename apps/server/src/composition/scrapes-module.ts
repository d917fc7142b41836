import { resolve } from 'node:path';
import { ContainerModule } from 'inversify';
import { type ScrapeParts, ScrapeStatus, ScrapeWaits } from '@target-eye/domain';
import { SYSTEM_CLOCK } from '../turns/system-clock.js';
import { TOKENS } from './tokens.js';

/** What became of targets, where there is a Prometheus to ask. */
export function scrapesModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.scrapes)
      .toResolvedValue(
        (prometheus, store, names, { settings: { file_sd_directory } }, turns) => {
          if (prometheus.length === 0) return undefined;
          const publication = {
            directory: resolve(file_sd_directory),
            nameOf: names.nameOf.bind(names),
            keyOf: names.keyOf.bind(names),
          };
          const parts: ScrapeParts = { prometheus, store, publication, turns, clock: SYSTEM_CLOCK };
          return { status: new ScrapeStatus(parts), waits: new ScrapeWaits(parts) };
        },
        [TOKENS.observedPrometheus, TOKENS.store, TOKENS.names, TOKENS.configuration, TOKENS.turns],
      )
      .inSingletonScope();
  });
}
