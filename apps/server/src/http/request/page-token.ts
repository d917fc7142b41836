import { quote, TargetGroupError } from '@target-eye/domain';
import { type Parameter, TEXT, ValueRefused, wholeNumber } from './query.js';

/** How many elements a page has where it is not said. */
export const DEFAULT_PAGE_LIMIT = 1000;

/** How many elements a page has at most. */
export const PAGE_LIMIT = wholeNumber(1, 10_000);

/** A place in an order, as clients get it and give it back. */
export function encodeToken(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * The parameter for a place that clients give back.
 * @param encode makes the token of a place
 * @param decode makes a place of what was encoded; of something else it may throw a `TargetGroupError`
 */
export function tokenParameter<Place>(
  encode: (place: Place) => string,
  decode: (parts: readonly unknown[]) => Place,
): Parameter<Place | undefined> {
  const placeIn = (token: string): Place | undefined => {
    try {
      return decode(JSON.parse(Buffer.from(token, 'base64url').toString()) as readonly unknown[]);
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof TypeError || error instanceof TargetGroupError)
        return undefined;
      throw error;
    }
  };
  return {
    read: (values) => {
      const token = TEXT.read(values);
      if (token === undefined) return undefined;
      const place = placeIn(token);
      if (place !== undefined && encode(place) === token) return place;
      throw new ValueRefused(`is ${quote(token)}; it has to be what the page before has as next`);
    },
  };
}
