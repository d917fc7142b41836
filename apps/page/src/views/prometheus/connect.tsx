import type { JSX } from 'preact';
import { CodeBlock } from '../../elements/code-block.js';
import { fileSdConfig, httpSdConfig } from '../../elements/curl.js';
import { isLoopback } from '../../elements/prometheus-url.js';
import { thisService } from '../../service/this-service.js';
import { WAYS } from './ways.js';

/** How to connect a Prometheus, with the paths and the URL of this service. */
export function Connect({ directory }: { readonly directory: string }): JSX.Element {
  const service = thisService();
  const { hostname } = globalThis.location;
  return (
    <>
      <h2>Connect a Prometheus</h2>
      <p>
        {WAYS.one} {WAYS.file} It has to be able to read the directory.
      </p>
      <CodeBlock text={fileSdConfig(`${directory}/*.json`)} what="the configuration for file_sd" />
      <p>
        {WAYS.http}
        {isLoopback(hostname) && (
          <>
            {' '}
            Elsewhere <code>{hostname}</code> is another host: put the name of this one in its place.
          </>
        )}
        {service.login !== undefined && ' It needs a login that may read, in a file that others may not read.'}
      </p>
      <CodeBlock text={httpSdConfig(service)} what="the configuration for http_sd" />
    </>
  );
}
