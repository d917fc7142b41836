import type { Questionable, StoreStatus, Unclaimed, Unreadable } from '@target-eye/domain';

/**
 * What is odd in the store, as health shows it to everybody without a login: made once for a state of the store, however
 * often it is asked for.
 */
export class RenderedFindings {
  private readonly unreadable: () => string;
  private readonly waiting: () => string;
  private readonly questionable: () => string;

  constructor(status: StoreStatus) {
    this.unreadable = renderedOnce(() => status.unreadable(), describeUnreadable);
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

function describeUnreadable({ name, key, reason }: Unreadable): object {
  return { ...(key ?? { file: name }), reason };
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
