import { ContainerModule } from 'inversify';
import { HttpObservedPrometheus } from '../prometheus-api/http-observed-prometheus.js';
import { PROMETHEUS } from '../http-config/http-config.js';
import { readHttpConfig } from '../http-config/http-config-file.js';
import { PRODUCT } from '../version.js';
import { PROMETHEUS_WORKER } from '../worker-files.js';
import { following } from './following.js';
import { TOKENS } from './tokens.js';

/** The Prometheus that are asked what became of the targets. */
export function prometheusModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    following({ bind })(TOKENS.prometheusHttpConfig, 'prometheus_http_config_file', ({ prometheus_http_config_file }) =>
      readHttpConfig(prometheus_http_config_file, PROMETHEUS),
    );
    bind(TOKENS.observedPrometheus)
      .toResolvedValue(
        ({ settings }, httpConfig, turns) =>
          settings.prometheus_urls.map(
            (url) =>
              new HttpObservedPrometheus(url, {
                thread: PROMETHEUS_WORKER,
                httpConfig,
                turns,
                userAgent: PRODUCT,
              }),
          ),
        [TOKENS.configuration, TOKENS.prometheusHttpConfig, TOKENS.turns],
      )
      .inSingletonScope()
      .onDeactivation(async (prometheus) => {
        await Promise.all(prometheus.map((each) => each.close()));
      });
  });
}
