import { describeKey, fault, type GroupKey, groupKey } from '@target-eye/domain';

/** Of every file that Prometheus is to read. */
export const EXTENSION = '.json';

/** The application that stands for the service itself. */
export const RESERVED_APPLICATION = '-';

/** The longest file name of the common Linux file systems, in bytes (NAME_MAX). */
const LONGEST = 255;

/**
 * The name of a group's file: `<application>@<environment>.json`, everything but letters, digits, `_`, `-` and inner
 * dots percent-encoded as UTF-8. No two keys share a name, and `keyOfFile` gives the key back.
 * @throws TargetGroupError `name_too_long` when the file system could not hold the name, `invalid_name` for the
 *   application `-`
 */
export function fileNameOf(key: GroupKey): string {
  if (key.application === RESERVED_APPLICATION)
    throw fault('application', 'invalid_name', 'the application "-" is reserved for the service itself');
  const name = `${encode(key.application)}@${encode(key.environment)}${EXTENSION}`;
  if (name.length > LONGEST)
    throw fault(
      '',
      'name_too_long',
      `the names in ${describeKey(key)} are too long to store: ${String(name.length)} bytes encoded, ${String(LONGEST)} are possible`,
    );
  return name;
}

/** The key of the group in a file of this name, `undefined` when `fileNameOf` gives no such name. */
export function keyOfFile(name: string): GroupKey | undefined {
  const [application = '', environment = '', ...others] = name.slice(0, -EXTENSION.length).split('@');
  if (!name.endsWith(EXTENSION) || others.length > 0) return undefined;
  try {
    const key = groupKey(decodeURIComponent(application), decodeURIComponent(environment));
    return fileNameOf(key) === name ? key : undefined;
  } catch {
    return undefined;
  }
}

/** A leading dot is encoded too: a file that `ls` hides and Prometheus reads would be a riddle. */
function encode(name: string): string {
  return encodeURIComponent(name).replace(
    /^\.|[!'()*~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Whether a file has the name that a group with the reserved application had before it was reserved. */
export function isReservedFileName(name: string): boolean {
  return name.startsWith(`${RESERVED_APPLICATION}@`) && keyOfFile(`_${name}`) !== undefined;
}
