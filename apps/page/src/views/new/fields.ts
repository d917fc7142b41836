import { type Fault, groupKey, type Labels } from '@target-eye/domain';
import { faultsOf } from '../../service/faults-of.js';
import type { GroupKey, TargetGroup } from '@target-eye/client';
import { faultsIn, targetsIn } from '../group/draft.js';

/** A label as it is typed: a name and a value. */
export type Row = readonly [string, string];

/** The fields of a new group, as they are typed. */
export interface Fields {
  readonly key: GroupKey;
  /** With spaces, commas or lines between them. */
  readonly targets: string;
  readonly rows: readonly Row[];
}

/** The group that was typed; of a label that stands twice, the last one counts. */
export function groupOf({ targets, rows }: Fields): TargetGroup {
  return { targets: targetsIn(targets), labels: labelsOf(rows) };
}

function labelsOf(rows: readonly Row[]): Labels {
  return Object.fromEntries(rows.filter((row) => row.join('') !== ''));
}

/** What the rules say against the fields. What is still empty is not wrong yet. */
export function faultsOfFields(fields: Fields): readonly Fault<string>[] {
  const { key, rows } = fields;
  const { targets, labels } = groupOf(fields);
  const repeated = rows.map(([name]) => name).filter((name, index, all) => name !== '' && all.indexOf(name) !== index);
  return [
    ...faultsOf(() => groupKey(key.application, key.environment)).filter(
      ({ path }) => key[path as keyof GroupKey] !== '',
    ),
    ...repeated.map((name) => ({
      path: `labels.${name}`,
      code: 'label_repeated',
      message: `the label ${JSON.stringify(name)} is given twice`,
    })),
    ...faultsIn(key, { ...(targets.length > 0 && { targets }), labels }),
  ];
}

/** Whether nothing is missing. */
export function isComplete({ key, targets }: Fields): boolean {
  return key.application !== '' && key.environment !== '' && targetsIn(targets).length > 0;
}
