import type { AdvisorApi } from '@iopath/api-client';
import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { ExitCode } from './exit-codes';
import { LIST_OPTIONS, SHOW_OPTIONS, type OutputArguments } from './output/output-options';
import type { Printer } from './output/printer';
import type { Surroundings } from './surroundings';

/** What a command works with. */
export interface Context {
  readonly surroundings: Surroundings;
  readonly printer: Printer;
  /** The service; the way to it is opened when it is first asked for. */
  readonly api: () => Promise<AdvisorApi>;
  /** A line for people, beside the output. */
  readonly tell: (line: string) => void;
  /** Tells why something failed, as the end of the program would, and gives the exit code for it. */
  readonly report: (error: unknown) => ExitCode;
}

type OptionTable = Readonly<Record<string, Options>>;
type PositionalTable = Readonly<Record<string, PositionalOptions>>;

interface CommandDefinition<O extends OptionTable, P extends PositionalTable> {
  /** As yargs reads it: `show <host>`. */
  readonly usage: string;
  readonly describe: string;
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly positionals: P;
  readonly options: O;
  /** `list`: rows with columns; `show`: one thing with fields; null: no output options. */
  readonly output: 'list' | 'show' | null;
  /** The names that `-c` takes, for completion. */
  readonly columns: readonly string[];
  readonly run: (args: InferredOptionTypes<O> & InferredOptionTypes<P>, context: Context) => Promise<ExitCode>;
}

/** A command, whatever its arguments. */
export interface CliCommand {
  readonly usage: string;
  readonly describe: string;
  readonly examples: CommandDefinition<OptionTable, PositionalTable>['examples'];
  readonly positionals: PositionalTable;
  readonly options: OptionTable;
  readonly columns: readonly string[];
  readonly run: (args: OutputArguments, context: Context) => Promise<ExitCode>;
}

/** Several commands below one word: `host`. */
export interface CommandGroup {
  readonly word: string;
  readonly describe: string;
  readonly commands: readonly CliCommand[];
}

/** Ties the types of a command's arguments to what runs it. */
export function defineCommand<const O extends OptionTable, const P extends PositionalTable>(
  definition: CommandDefinition<O, P>,
): CliCommand {
  const { output, options } = definition;
  const outputOptions = output === 'list' ? LIST_OPTIONS : output === 'show' ? SHOW_OPTIONS : {};
  const run = definition.run as unknown as CliCommand['run'];
  return { ...definition, options: { ...options, ...outputOptions }, run };
}
