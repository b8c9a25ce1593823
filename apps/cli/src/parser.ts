import yargs, { type Argv } from 'yargs';
import { COMMANDS } from './all-commands';
import type { CliCommand, CommandGroup } from './command';
import { CONNECTION_OPTIONS, type ConnectionArguments } from './connection/connection-options';
import { UsageError } from './exit-codes';
import type { OutputArguments } from './output/output-options';

export type AllArguments = ConnectionArguments & OutputArguments;

/** What was typed, understood. */
export interface Parsed {
  /** Help, version or completions that yargs has written instead. */
  readonly text: string;
  /** null: there is nothing to run. */
  readonly chosen: { readonly command: CliCommand; readonly args: AllArguments } | null;
}

/** Wide enough for a line of help with its default, narrow enough for any terminal. */
const HELP_WIDTH = 100;

/**
 * Understands a command line.
 *
 * @throws UsageError when it makes no sense
 */
export async function parse(args: readonly string[], version: string): Promise<Parsed> {
  let chosen: Parsed['chosen'] = null;
  const choose = (command: CliCommand, parsed: AllArguments) => {
    chosen = { command, args: parsed };
  };
  const parser = rootParser(version, choose);
  let text = '';
  // A lone dash among several files would be taken for an option without a name.
  const line = args.map((arg) => (arg === '-' ? '/dev/stdin' : arg));
  await parser.parseAsync(line, {}, (error: Error | undefined | null, _parsed: unknown, output: string) => {
    if (error != null) throw error instanceof UsageError ? error : new UsageError(error.message);
    text = output;
  });
  return { text: text === '' ? '' : `${text}\n`, chosen };
}

type Choose = (command: CliCommand, args: AllArguments) => void;

function rootParser(version: string, choose: Choose): Argv {
  const parser = yargs([])
    .scriptName('iopath')
    .locale('en')
    .usage('$0 COMMAND\n\nAsks iopath-advisor where VMs should go, and tells it of hosts.')
    .parserConfiguration({ 'camel-case-expansion': false, 'greedy-arrays': false, 'duplicate-arguments-array': true })
    .options(CONNECTION_OPTIONS)
    .epilogue('Ends with 0: done, 1: refused, 2: wrong usage, 3: not reached or not let in, 4: no valid host.')
    .help()
    .alias('help', 'h')
    .version(version)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Which command? `iopath --help` lists them.')
    .exitProcess(false)
    .wrap(HELP_WIDTH)
    .fail((message: string | null, error: Error | undefined) => {
      throw new UsageError(message ?? error?.message ?? 'This makes no sense.');
    });
  for (const entry of COMMANDS) addEntry(parser, entry, choose);
  return parser;
}

function addEntry(parser: Argv, entry: CliCommand | CommandGroup, choose: Choose): void {
  if ('usage' in entry) {
    addCommand(parser, entry, choose);
    return;
  }
  const { word, describe, commands } = entry;
  parser.command(
    word,
    describe,
    (group) => {
      for (const command of commands) addCommand(group, command, choose);
      return group.demandCommand(1, `Which one? \`iopath ${word} --help\` lists them.`);
    },
    () => undefined,
  );
}

function addCommand(parser: Argv, command: CliCommand, choose: Choose): void {
  const { usage, describe, positionals, options, examples } = command;
  parser.command(
    usage,
    describe,
    (argv) => {
      for (const [name, positional] of Object.entries(positionals)) argv.positional(name, positional);
      return argv.options(options).example(examples.map(([line, what]): [string, string] => [line, what]));
    },
    (args) => choose(command, args as unknown as AllArguments),
  );
}
