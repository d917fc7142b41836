import type { Questionable, StoreStatus, Unclaimed } from '@target-eye/domain';

/**
 * What is odd in the store, as health shows it to everybody without a login: made once for a state of the store, however
 * often it is asked for.
 */
export class RenderedFindings {
  private readonly unreadable: () => string;
  private readonly waiting: () => string;
  private readonly questionable: () => string;

  /** @param named what the store's names are called */
  constructor(status: StoreStatus, named: 'file' | 'key' = 'file') {
    this.unreadable = renderedOnce(
      () => status.unreadable(),
      ({ name, key, reason }) => ({ ...(key ?? { [named]: name }), reason }),
    );
    this.waiting = renderedOnce(() => status.unclaimed(), describeUnclaimed);
    this.questionable = renderedOnce(() => status.questionable(), describeQuestionable);
  }

  /** Members of a JSON object. */
  json(): string {
    return `"unreadable":${this.unreadable()},"waiting":${this.waiting()},"questionable":${this.questionable()}`;
  }
}

/** The list as JSON, made anew when the list is another one. */
function renderedOnce<Element>(list: () => readonly Element[], describe: (element: Element) => object): () => string {
  let shown: readonly Element[] | undefined;
  let json = '';
  return () => {
    const now = list();
    if (now !== shown) json = JSON.stringify(now.map(describe));
    shown = now;
    return json;
  };
}

function describeUnclaimed({ name, named, refused }: Unclaimed): object {
  return {
    file: name,
    ...(named && { job: named.application, env: named.environment }),
    reason: `it waits for the first change of its group, because its labels do not say which group that is${refused === undefined ? '' : `; it has ${refused}`}`,
  };
}

function describeQuestionable({ key, refused }: Questionable): object {
  return { ...key, reason: `it has ${refused}` };
}
