import type { Client } from '@target-eye/client';
import type { Environment } from '../settings/environment.js';
import type { Settings } from '../settings/settings.js';
import type { Screen } from './screen.js';

/** What a command works with: what is set, the service and the screen. */
export class Session {
  #client: Promise<Client> | undefined;

  constructor(
    readonly settings: Settings,
    readonly environment: Environment,
    readonly screen: Screen,
  ) {}

  /** The service that is set; asks for the password if it is needed and not set. */
  client(): Promise<Client> {
    // Loaded when it is needed, because a command that needs no service must start at once.
    this.#client ??= import('../connection/connect.js').then(({ connect }) => connect(this.settings, this.screen));
    return this.#client;
  }

  /** Prints a value as JSON or YAML if that is set, otherwise the text. */
  async print(value: unknown, text: () => string | Promise<string>): Promise<void> {
    const { output } = this.settings;
    await this.screen.write(output === 'table' ? await text() : await formatDocument(value, output));
  }
}

/** A value as a document, safe to be shown on a terminal. */
export async function formatDocument(value: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (format === 'json') {
    const { formatJson } = await import('../documents/json.js');
    return formatJson(value);
  }
  const { formatYaml } = await import('../documents/yaml.js');
  return formatYaml(value);
}
