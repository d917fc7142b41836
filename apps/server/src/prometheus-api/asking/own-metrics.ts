import { StringDecoder } from 'node:string_decoder';

/** A file that Prometheus has read. */
export interface FileRead {
  readonly path: string;
  /** In seconds since the epoch. */
  readonly mtime: number;
}

/** From this length on, in characters, nothing more is kept of a line; a path has at most 4,096 bytes. */
const MAX_LINE = 65_536;

/** What the metrics of a Prometheus say about itself. */
export class OwnMetrics {
  readonly files: FileRead[] = [];
  readonly syncFailures = new Map<string, number>();
  fileReadErrors: number | undefined;
  startedAt: number | undefined;
  /** When the configuration in force was read. */
  configuredAt: number | undefined;
  private readonly decoder = new StringDecoder();
  private line = '';

  /** Takes the next part of the exposition. */
  write(chunk: Buffer): void {
    const [first = '', ...lines] = this.decoder.write(chunk).split('\n');
    if (this.line.length < MAX_LINE) this.line += first;
    for (const line of lines) {
      this.read(this.line);
      this.line = line;
    }
  }

  /** To be called after the last part. */
  end(): void {
    this.read(this.line);
  }

  /** Whether this is a Prometheus that tells which files it has read, even if it has read none. */
  get showsFiles(): boolean {
    return this.fileReadErrors !== undefined;
  }

  private read(line: string): void {
    if (!line.startsWith('pro')) return;
    const [, name, label = '', text] = SAMPLE.exec(line) ?? [];
    const value = Number(text);
    switch (name) {
      case 'prometheus_sd_file_mtime_seconds':
        this.files.push({ path: unescape(label), mtime: value });
        break;
      case 'prometheus_sd_file_read_errors_total':
        this.fileReadErrors = value;
        break;
      case 'prometheus_target_sync_failed_total':
        this.syncFailures.set(unescape(label), value);
        break;
      case 'prometheus_config_last_reload_success_timestamp_seconds':
        this.configuredAt = value;
        break;
      case 'process_start_time_seconds':
        this.startedAt = value;
    }
  }
}

/** A sample with at most one label, whatever its name. */
const SAMPLE = /^([a-z_]+)(?:\{\w+="((?:[^"\\]|\\.)*)"\})? (\S+)/;

/** The text of a label (https://prometheus.io/docs/instrumenting/exposition_formats/). */
function unescape(label: string): string {
  return label.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}
