import type { AdvisorClient } from '@iopath/api-client';
import type { Context } from './command';
import { complete, COMPLETION_REQUEST } from './completion/complete';
import { connect } from './connection/connect';
import { EXIT, type ExitCode } from './exit-codes';
import { Printer } from './output/printer';
import { type AllArguments, parse } from './parser';
import { reportFailure } from './report-failure';
import type { Surroundings } from './surroundings';

/**
 * Runs one command line.
 *
 * @param args without the program's name
 * @returns how the process should end
 */
export async function runCli(args: readonly string[], version: string, surroundings: Surroundings): Promise<ExitCode> {
  const report = (error: unknown): ExitCode => {
    const { lines, exitCode } = reportFailure(error);
    surroundings.stderr.write(lines.map((line) => `${line}\n`).join(''));
    return exitCode;
  };
  try {
    if (args[0] === COMPLETION_REQUEST) {
      const words = await complete(args.slice(1), surroundings);
      surroundings.stdout.write(words.map((word) => `${word}\n`).join(''));
      return EXIT.done;
    }
    const { text, chosen } = await parse(args, version);
    if (text !== '') surroundings.stdout.write(text);
    if (chosen === null) return EXIT.done;
    const way = new Way(chosen.args, surroundings);
    try {
      return await chosen.command.run(chosen.args, contextOf(chosen.args, way, surroundings, report));
    } finally {
      await way.close();
    }
  } catch (error) {
    return report(error);
  }
}

function contextOf(args: AllArguments, way: Way, surroundings: Surroundings, report: Context['report']): Context {
  return {
    surroundings,
    printer: new Printer(args, surroundings),
    api: async () => (await way.client()).api,
    tell: (line) => surroundings.stderr.write(`${line}\n`),
    report,
  };
}

/** The way to the service, opened at most once. */
class Way {
  private opened: Promise<AdvisorClient> | null = null;

  constructor(
    private readonly args: AllArguments,
    private readonly surroundings: Surroundings,
  ) {}

  client(): Promise<AdvisorClient> {
    this.opened ??= connect(this.args, this.surroundings);
    return this.opened;
  }

  async close(): Promise<void> {
    const client = await this.opened?.catch(() => null);
    await client?.close();
  }
}
