import { Command, Option } from 'commander';
import { EXIT, type ExitStatus } from '../failure.js';
import { openSession } from '../session/open-session.js';
import type { Session } from '../session/session.js';

/** A way to use a command. */
export interface Example {
  readonly does: string;
  readonly line: string;
}

/** What a command does with its arguments and its own options; nothing is returned for `EXIT.done`. */
type Work<Options> = (session: Session, args: readonly unknown[], options: Options) => Promise<ExitStatus | undefined>;

/**
 * A command as commander declares it, with examples. What is declared here is the only table of commands: the help, the
 * manual page and the completions are made of it.
 */
export class Subcommand extends Command {
  readonly examples: Example[] = [];

  /**
   * @param summary what it does, in the list of commands
   * @param more what there is to know beyond that
   */
  constructor(name: string, summary: string, ...more: readonly string[]) {
    super(name);
    this.summary(summary).description([`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, ...more].join('\n\n'));
    this.helpOption('-h, --help', 'show this help');
    this.addHelpText('after', () => exampleText(this.examples));
  }

  /** @param line what is typed behind `targetctl` */
  example(does: string, line: string): this {
    this.examples.push({ does, line: `targetctl ${line}` });
    return this;
  }

  /** An option that may be given several times. */
  repeatable(flags: string, description: string): this {
    const option = new Option(flags, description);
    option.argParser((value: string, before: readonly string[]) => [...before, value]);
    // As a default it would be shown in the help.
    return this.addOption(option).setOptionValueWithSource(option.attributeName(), [], 'default');
  }

  /** What the command does. Its end is the status of the process. */
  does<Options>(work: Work<Options>): this {
    return this.action(async () => {
      const session = await openSession(this.optsWithGlobals());
      try {
        process.exitCode = (await work(session, this.processedArgs, this.opts<object>() as Options)) ?? EXIT.done;
      } catch (error) {
        // Loaded when it is needed, because it brings the client.
        const { failureOf } = await import('../connection/failure-of-request.js');
        throw failureOf(error, session.settings.url) ?? error;
      }
    });
  }
}

function exampleText(examples: readonly Example[]): string {
  return ['\nExamples:', ...examples.flatMap(({ does, line }) => [`  # ${does}`, `  ${line}`]), ''].join('\n');
}
