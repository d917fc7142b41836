import { readEnvironment } from '../settings/environment.js';
import { resolveSettings } from '../settings/settings.js';
import type { Level } from '../settings/settings-table.js';
import { Screen } from './screen.js';
import { Session } from './session.js';

/**
 * A session with what the command line and its surroundings set.
 * @throws Failure for what cannot be used
 */
export async function openSession(options: Level): Promise<Session> {
  const environment = readEnvironment();
  return new Session(await resolveSettings(options, environment), environment, new Screen(environment.allowsColor));
}
