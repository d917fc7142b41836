import type { BulkGroup } from '@target-eye/client';
import type { ParsedText, Path } from './yaml.js';

/** Where something stands in the files of the user. */
export interface Place {
  readonly name: string;
  readonly parsed: ParsedText;
  readonly path: Path;
}

/** A group, and where its parts stand. */
export interface PlacedGroup {
  readonly group: BulkGroup;
  /** @param path within the group, `['targets', 0]` for example */
  readonly placeOf: (path: Path) => Place;
}

/** A place as messages begin with it. */
export function placeText({ name, parsed, path }: Place): string {
  return `${name}:${String(parsed.lineOf(path))}`;
}

/** What stands at a path within a place. */
export function at(place: Place, ...path: Path): Place {
  return { ...place, path: [...place.path, ...path] };
}
