import { sendRequest } from '../../test/support/raw-request.js';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { loadConfiguration } from '../settings/configuration.js';
import { VERSION } from '../version.js';
import { compose } from './container.js';

const home = useTemporaryDirectory();

test.each([
  ['true', `target-eye/${VERSION}`],
  ['false', undefined],
])('include_server_header = %s gives the header Server: %s', async (flag, expected) => {
  const environment = { FILE_SD_DIRECTORY: home(), BIND: '127.0.0.1:0', ERRORLOG: '/dev/null' };
  const service = compose(loadConfiguration({ environment: { ...environment, INCLUDE_SERVER_HEADER: flag } }));
  try {
    const [listening] = await service.http.listen();
    const port = listening !== undefined && 'port' in listening.address ? listening.address.port : 0;
    expect((await sendRequest(port, 'GET', '/-/healthy')).headers['server']).toBe(expected);
  } finally {
    await service.http.stop();
    await service.close();
  }
});
