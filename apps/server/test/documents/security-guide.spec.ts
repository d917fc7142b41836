import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clientsWithoutUser, readAccessFile } from '../../src/access/access-file.js';
import { readWebConfigFile } from '../../src/web-config/web-config-file.js';
import { createAuthority } from '../support/certificates.js';
import { describeWith } from '../support/needs.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const GUIDE = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'security.md'), 'utf8');
const [WEB_CONFIG = '', ACCESS = ''] = [...GUIDE.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text);

const home = useTemporaryDirectory();
const webConfig = () => join(home(), 'web.yml');
const access = () => join(home(), 'access.yml');

describeWith(['openssl'])('the examples in docs/security.md', () => {
  beforeEach(() => {
    const { cert_file = '', key_file = '' } =
      /cert_file: (?<cert_file>\S+)\s+key_file: (?<key_file>\S+)/.exec(WEB_CONFIG)?.groups ?? {};
    const { cert, key } = createAuthority(home()).issue('server', 'localhost');
    mkdirSync(dirname(join(home(), cert_file)), { recursive: true });
    writeFileSync(join(home(), cert_file), readFileSync(cert));
    writeFileSync(join(home(), key_file), readFileSync(key));
    writeFileSync(webConfig(), WEB_CONFIG);
    writeFileSync(access(), ACCESS);
  });

  test('are understood, give nothing to warn of, and fit together', () => {
    const { users, tls, headers, warnings } = readWebConfigFile(webConfig());
    expect({ users: users.size, hasTls: tls !== undefined, headers: headers.size, warnings }).toEqual({
      users: 1,
      hasTls: true,
      headers: 1,
      warnings: [],
    });
    const rules = readAccessFile(access(), 'none');
    expect(rules.clients.length).toBeGreaterThan(3);
    expect(clientsWithoutUser(rules, users)).toEqual([]);
  });

  describeWith(['promtool'])('Prometheus', () => {
    test('accepts the web config file as well', () => {
      const check = () => spawnSync('promtool', ['check', 'web-config', webConfig()]).status;
      expect(check()).toBe(0);
      writeFileSync(webConfig(), WEB_CONFIG.replace('cert_file:', 'certificate:'));
      expect(check()).not.toBe(0);
    });
  });
});
