import { TargetEyeError, type Client, type Shown } from '@target-eye/client';
import { difference, type GroupKey } from '@target-eye/domain';
import { formatKey, parseKey } from '../documents/key-text.js';
import { EXIT, Failure, usageFailure } from '../failure.js';
import { labelTexts } from '../output/group-text.js';
import type { Session } from '../session/session.js';
import { printChanged } from './changed-group.js';
import { GROUP_ARGUMENT } from './show.js';
import { Subcommand } from './subcommand.js';

export function editCommand(): Subcommand {
  return new Subcommand(
    'edit',
    'change a group in an editor',
    'The editor is $VISUAL, $EDITOR or vi. What is refused comes back with the reason above it, until it is mended or comes back as it was. If somebody else changed the group meanwhile, the text comes back with what they changed, and is sent when it is saved again. A text that is not saved, or is empty, changes nothing. ' +
      GROUP_ARGUMENT,
  )
    .argument('<group>', '<application>/<environment>')
    .example('with the editor of your choice', 'edit payments/prod')
    .does(async (session, [text]) => {
      const key = parseKey(String(text));
      const { Draft } = await import('../documents/draft.js');
      const draft = new Draft(formatKey(key), editorOf(session));
      try {
        await edit(session, key, draft);
        draft.discard();
      } catch (error) {
        const { failureOf } = await import('../connection/failure-of-request.js');
        const failure = failureOf(error, session.settings.url);
        if (failure === undefined || !draft.isEdited) {
          draft.discard();
          throw error;
        }
        throw new Failure([...failure.lines, `your text is kept in ${draft.path}`], failure.exitStatus);
      }
      return undefined;
    });
}

/** @throws Failure where there is neither an editor nor a terminal for vi */
function editorOf({ environment, screen }: Session): string {
  if (environment.editor !== undefined) return environment.editor;
  if (screen.width !== undefined && screen.canAsk) return 'vi';
  throw usageFailure(
    'there is no terminal to edit on; set VISUAL or EDITOR to a program that changes the file it is given',
  );
}

type Draft = import('../documents/draft.js').Draft;

async function edit(session: Session, key: GroupKey, draft: Draft): Promise<void> {
  const client = await session.client();
  let shown = await client.show(key);
  const name = `${formatKey(key)} of ${session.settings.url}`;
  const intro =
    shown.group === undefined ? `There is no group ${name} yet; with targets it is created.` : `The group ${name}.`;
  let round = draft.open([intro], shown.group ?? { targets: [], labels: {} });
  for (;;) {
    if (round === 'unchanged') {
      session.screen.tell('nothing was changed');
      return;
    }
    const reason = round.fault ?? (await sent(session, client, key, shown, round.group));
    if (reason === undefined) return;
    if (reason instanceof TargetEyeError && reason.code === 'precondition_failed') {
      const before = shown;
      shown = await client.show(key);
      round = draft.reopen([
        'Somebody else changed the group meanwhile:',
        ...changesOf(before, shown),
        'Save to send your text all the same.',
      ]);
    } else round = draft.openToChange(['This was refused:', ...reasonsOf(reason)]);
    if (round === 'unchanged')
      throw reason instanceof Error ? reason : new Failure(['nothing was changed', reason], EXIT.refused);
  }
}

/** Sends the group; why it was refused, if the text can mend that. */
async function sent(
  session: Session,
  client: Client,
  key: GroupKey,
  shown: Shown,
  group: NonNullable<Shown['group']>,
): Promise<TargetEyeError | undefined> {
  const condition = shown.group === undefined ? { ifAbsent: true } : { ifMatch: shown.revision };
  try {
    await printChanged(session, key, await client.replace(key, group, condition));
    return undefined;
  } catch (error) {
    if (error instanceof TargetEyeError && (error.status === 400 || error.status === 412)) return error;
    throw error;
  }
}

function reasonsOf(reason: TargetEyeError | string): readonly string[] {
  if (typeof reason === 'string') return [reason];
  if (reason.faults.length === 0) return [reason.message];
  return reason.faults.map(({ path, message }) => (path ? `${path}: ${message}` : message));
}

function changesOf({ group: before }: Shown, { group: now }: Shown): readonly string[] {
  if (now === undefined) return ['  it was removed'];
  const { added, removed } = difference(before, now);
  const lines = [
    ...[...removed.targets, ...labelTexts(removed.labels)].map((text) => `  - ${text}`),
    ...[...added.targets, ...labelTexts(added.labels)].map((text) => `  + ${text}`),
  ];
  return lines.length > 0 ? lines : ['  the order of its targets'];
}
