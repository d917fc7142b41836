import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TargetGroup } from '@target-eye/domain';
import { Failure, refusedFailure } from '../failure.js';
import { safeText } from '../output/safe-text.js';
import { formatYaml, parseYaml } from './yaml.js';

/** What came of opening the editor: a group, why the text is not one, or nothing that was saved. */
export type Edited =
  | 'unchanged'
  | { readonly fault?: undefined; readonly group: TargetGroup }
  | { readonly fault: string; readonly group?: undefined };

const RULES = ['Lines that begin with # are left out. If nothing is saved, or nothing is left, nothing is changed.'];

/** The text of a group in a file of its own, while it is edited. Nobody else can read it. */
export class Draft {
  readonly path: string;
  /** The text as it was saved, without comments. */
  #text = '';
  #isEdited = false;

  /** @param editor a command of the shell, without the file */
  constructor(
    name: string,
    private readonly editor: string,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'targetctl-'));
    this.path = join(folder, `${name.replace(/[^\w.-]+/g, '_')}.yaml`);
  }

  /** Whether there is something that would be a pity to lose. */
  get isEdited(): boolean {
    return this.#isEdited;
  }

  /** Opens the editor for the first time, with the group as it is. */
  open(notes: readonly string[], group: TargetGroup): Edited {
    this.#text = formatYaml({ targets: group.targets, labels: group.labels });
    return this.openToChange(notes);
  }

  /** As `reopen`, but a text that is saved as it was counts as not saved: an editor without a person would go on for ever. */
  openToChange(notes: readonly string[]): Edited {
    const before = this.#text;
    const edited = this.reopen(notes);
    return this.#text === before ? 'unchanged' : edited;
  }

  /** Opens the editor again with the text that was saved, and notes above it. */
  reopen(notes: readonly string[]): Edited {
    const comments = [...notes, '', ...RULES].map((line) => `# ${safeText(line)}`.trimEnd() + '\n');
    writeFileSync(this.path, comments.join('') + this.#text, { mode: 0o600 });
    const before = statSync(this.path, { bigint: true }).mtimeNs;
    this.#edit();
    const text = readFileSync(this.path, 'utf8').replace(/^#.*\n?/gm, '');
    if (text.trim() === '' || statSync(this.path, { bigint: true }).mtimeNs === before) return 'unchanged';
    this.#isEdited = true;
    this.#text = text;
    return groupIn(text);
  }

  discard(): void {
    rmSync(dirname(this.path), { recursive: true });
  }

  #edit(): void {
    const { status, error } = spawnSync('sh', ['-c', `${this.editor} "$@"`, 'sh', this.path], { stdio: 'inherit' });
    if (status === 0) return;
    throw refusedFailure(
      `the editor ${JSON.stringify(this.editor)} ended with ${error?.message ?? String(status)}; nothing was changed`,
    );
  }
}

function groupIn(text: string): Edited {
  try {
    const { targets, labels, ...others } = (parseYaml(text, 'the text').value ?? {}) as Record<string, unknown>;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) return { fault: `${unknown}: it is neither targets nor labels` };
    if (!Array.isArray(targets)) return { fault: 'targets: they must be a list' };
    // The service says what is wrong with anything else.
    return { group: { targets: targets as readonly string[], labels: labelsIn(labels) } };
  } catch (error) {
    if (error instanceof Failure) return { fault: error.message };
    throw error;
  }
}

function labelsIn(labels: unknown): TargetGroup['labels'] {
  return labels === undefined || labels === '' || labels === null ? {} : (labels as TargetGroup['labels']);
}
