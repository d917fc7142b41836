import { type Named, serverUrls } from '../net/server-urls.js';
import { ConfigurationError } from '../operator-files/configuration-error.js';

const NAMED: Named = {
  name: 'etcd',
  one: 'node',
  example: 'http://127.0.0.1:2379',
  whole: 'write scheme, host and port only',
  loginVariable: 'ETCD_HTTP_CONFIG_FILE',
};

/**
 * A comma-separated list of URLs at which the nodes of one cluster listen to clients, such as
 * `https://etcd-1.example.org:2379`; all with TLS or none, because one without would make that of the others useless.
 * @throws ConfigurationError; its message shows nothing of a user and password
 */
export function etcdEndpoints(value: string): readonly string[] {
  const urls = serverUrls(value, NAMED);
  for (const url of urls)
    if (new URL(url).pathname !== '/')
      throw new ConfigurationError(`${JSON.stringify(url)} has a path; ${NAMED.whole}, as in ${NAMED.example}`);
  const clear = urls.find((url) => url.startsWith('http:'));
  const secure = urls.find((url) => url.startsWith('https:'));
  if (clear !== undefined && secure !== undefined)
    throw new ConfigurationError(
      `${JSON.stringify(clear)} is without TLS and ${JSON.stringify(secure)} with it; write https for all nodes, or http for all`,
    );
  return urls;
}
