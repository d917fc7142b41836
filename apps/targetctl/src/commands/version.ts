import { safeText } from '../output/safe-text.js';
import { VERSION } from '../version.js';
import { Subcommand } from './subcommand.js';

export function versionCommand(): Subcommand {
  return new Subcommand(
    'version',
    'show the version of this command, and of the service if it answers',
    'It is no failure if the service does not answer.',
  )
    .example('both versions', 'version')
    .does(async (session) => {
      const { url, tls } = session.settings;
      const { serverVersion } = await import('../connection/server-version.js');
      const server = await serverVersion(url, tls);
      await session.print({ targetctl: VERSION, server: { url, ...server } }, () => {
        const known = server.version ?? server.reason;
        return `targetctl ${VERSION}\nserver    ${safeText(known)} (${url})\n`;
      });
      return undefined;
    });
}
