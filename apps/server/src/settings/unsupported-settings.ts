const ONE_PROCESS = 'one process serves all requests, because the directory has one owner';
const HTTP_1_ONLY = 'only HTTP/1.1 is spoken; put a proxy in front for HTTP/2 or HTTP/3';
const NO_WEBSOCKETS = 'there are no WebSockets';
const USE_METRICS = 'let Prometheus scrape /metrics';

/** The settings of Hypercorn that have no effect here, and why or what to use in their place. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {
  quic_bind: HTTP_1_ONLY,
  verify_flags: 'certificates are verified with the defaults of OpenSSL',
  alpn_protocols: HTTP_1_ONLY,
  logconfig: 'set loglevel, errorlog and log_format',
  startup_timeout: 'the service is ready when /-/ready says so; a service manager bounds the start',
  h2_max_concurrent_streams: HTTP_1_ONLY,
  h2_max_header_list_size: HTTP_1_ONLY,
  h2_max_inbound_frame_size: HTTP_1_ONLY,
  max_app_queue_size: 'bodies are read under max_body_size',
  statsd_host: USE_METRICS,
  statsd_prefix: USE_METRICS,
  dogstatsd_tags: USE_METRICS,
  workers: ONE_PROCESS,
  worker_class: ONE_PROCESS,
  websocket_max_message_size: NO_WEBSOCKETS,
  websocket_ping_interval: NO_WEBSOCKETS,
  use_reloader: 'restart the service; certificates and access rights are reloaded by themselves',
  debug: 'set loglevel to debug',
};
