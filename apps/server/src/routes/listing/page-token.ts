import { type GroupKey, groupKey, quote, TargetGroupError } from '@target-eye/domain';
import { type Parameter, TEXT, ValueRefused } from '../../http/request/query.js';

/** The place in the order of all groups behind a group, as clients get it and give it back. */
export function pageToken({ application, environment }: GroupKey): string {
  return Buffer.from(JSON.stringify([application, environment])).toString('base64url');
}

/** What `pageToken` makes. It goes with any filter, and its group need not be there any more. */
export const PAGE_TOKEN: Parameter<GroupKey | undefined> = {
  read: (values) => {
    const token = TEXT.read(values);
    if (token === undefined) return undefined;
    const key = keyIn(token);
    if (key !== undefined && pageToken(key) === token) return key;
    throw new ValueRefused(`is ${quote(token)}; it has to be what the page before has as next`);
  },
};

function keyIn(token: string): GroupKey | undefined {
  try {
    const [application, environment] = JSON.parse(Buffer.from(token, 'base64url').toString()) as readonly unknown[];
    return groupKey(String(application), String(environment));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof TargetGroupError)
      return undefined;
    throw error;
  }
}
