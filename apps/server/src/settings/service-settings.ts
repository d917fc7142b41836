import { constants } from 'node:buffer';
import { etcdEndpoints } from '../etcd/etcd-endpoints.js';
import { etcdPrefix } from '../etcd/etcd-prefix.js';
import { logFormat } from '../logging/log-settings.js';
import { networks } from '../net/networks.js';
import { rateLimit } from '../net/rate-limit.js';
import { trustedProxies } from '../net/trusted-proxies.js';
import { createdPath, flag, oneOf, text, wholeNumber } from '../operator-files/values.js';
import { warningCodes } from '../operator-files/warning.js';
import { prometheusUrls } from '../prometheus-api/prometheus-urls.js';
import { hostPatterns, portRanges } from '../target-policy/allowed-lists.js';
import type { SettingTable } from './setting.js';

/** The section `target-eye`: what the service does, and for whom. */
export const SERVICE_SETTINGS = {
  file_sd_directory: {
    variables: ['FILE_SD_DIRECTORY', 'FILE_SD_DIR_HOST'],
    means: 'the directory that Prometheus watches; required, created if missing',
    parse: createdPath,
  },
  max_body_size: {
    means: 'the longest request body in bytes, after decompression',
    // A body is decoded into one string.
    parse: wholeNumber('a number of bytes', 1, constants.MAX_STRING_LENGTH),
    fallback: '8388608',
  },
  max_targets_per_group: {
    means: 'how many targets a target group may have; one that has more can still shrink',
    parse: wholeNumber('a number of targets', 1, 10_000_000),
    fallback: '100000',
  },
  fuse_percent: {
    means: 'a request that changes many groups may take away this share of all targets, in percent; 100 is no limit',
    parse: wholeNumber('a percentage', 0, 100),
    fallback: '20',
  },
  fuse_targets: {
    means: 'a request that changes many groups and takes away fewer targets than this is never too much',
    parse: wholeNumber('a number of targets', 1, 10_000_000),
    fallback: '20',
  },
  log_format: {
    option: 'log.format',
    means: 'the log as text (key=value) or json, one line per event',
    parse: logFormat,
    fallback: 'text',
  },
  web_config_file: {
    option: 'web.config.file',
    means: "TLS, users, headers and rate limit in the format of Prometheus' web config file",
    parse: text,
  },
  access_file: {
    means: 'who may read and write which target groups',
    parse: text,
  },
  reads_without_login: {
    means: 'answer GET without a login, unless the access file says otherwise',
    parse: flag,
    fallback: 'false',
  },
  rate_limit: {
    means: 'how many requests one client may send per unit of time, such as 100/s or 600/1m',
    parse: rateLimit,
  },
  trusted_proxies: {
    means:
      'networks whose X-Forwarded-For is believed, written as in denied_networks; unix stands for peers on Unix sockets',
    parse: trustedProxies,
    fallback: '',
  },
  allowed_hosts: {
    means: 'patterns such as *.example.org or 10.1.*; only targets whose host matches one may be registered',
    parse: hostPatterns,
    fallback: '',
  },
  allowed_ports: {
    means: 'ports and ranges such as 80,9100-9999; only these may be registered',
    parse: portRanges,
    fallback: '',
  },
  denied_networks: {
    means: 'networks such as 169.254.0.0/16, loopback, linklocal or uniquelocal; no target in them may be registered',
    parse: networks,
    fallback: '',
  },
  prometheus_urls: {
    means:
      'base URLs of the Prometheus that scrape the targets, such as http://localhost:9090, to ask what became of them',
    parse: prometheusUrls,
    fallback: '',
  },
  prometheus_http_config_file: {
    means: "login and TLS for asking them, in the format of Prometheus' http_config",
    parse: text,
  },
  etcd_endpoints: {
    means:
      'URLs of the nodes of an etcd cluster, such as http://127.0.0.1:2379; with them groups are kept there, for many hosts',
    parse: etcdEndpoints,
    fallback: '',
  },
  etcd_prefix: {
    means: 'what the keys in etcd begin with; the same for all that share groups',
    parse: etcdPrefix,
    fallback: '/target-eye/',
  },
  etcd_http_config_file: {
    means: "user, password and TLS for etcd, in the format of Prometheus' http_config",
    parse: text,
  },
  page: {
    means: 'on or off: whether a browser gets a page at /',
    parse: oneOf('on or off', { on: true, off: false, true: true, false: false }),
    fallback: 'on',
  },
  accepted_warnings: {
    means: 'codes of warnings to leave out because they are about something intended',
    parse: warningCodes,
    fallback: '',
  },
} as const satisfies SettingTable;
