import type { ContainerModuleLoadOptions, ServiceIdentifier } from 'inversify';
import { type Reading, Reloadable } from '../operator-files/reloadable.js';
import type { Configuration } from '../settings/configuration.js';
import type { SettingName, Settings } from '../settings/settings.js';
import { TOKENS } from './tokens.js';

/** Binds what is read from files that are followed; `name` is the setting that names the first of them. */
export function following({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>) {
  return <Value>(
    token: ServiceIdentifier<Reloadable<Value>>,
    name: SettingName,
    read: (settings: Settings) => Reading<Value>,
  ): void => {
    bind(token)
      .toResolvedValue(
        ({ settings }: Configuration, events) => new Reloadable(name, () => read(settings), events),
        [TOKENS.configuration, TOKENS.reloadEvents],
      )
      .inSingletonScope()
      .onDeactivation((reloadable) => {
        reloadable.close();
      });
  };
}
