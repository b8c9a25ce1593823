import type { Arguments } from 'yargs';
import { answerOf } from '@iopath/api-client';
import { COMMANDS } from '../all-commands';
import type { CliCommand } from '../command';
import { connect } from '../connection/connect';
import type { ConnectionArguments } from '../connection/connection-options';
import type { Surroundings } from '../surroundings';

/** Whoever presses Tab does not wait longer. */
const PATIENCE_MS = 1_500;
const COLUMN_OPTIONS: readonly string[] = ['-c', '--column', '--sort-column'];

type Done = (completions: string[]) => void;
type Usual = () => void;

/** What may follow: columns after `-c`, hosts where a host is wanted, else what yargs knows. */
export async function complete(
  current: string,
  argv: Arguments,
  usual: Usual,
  done: Done,
  surroundings: Surroundings,
): Promise<void> {
  const words = argv._.map(String).filter((word) => word !== 'iopath');
  const typed = typedWords();
  const command = commandOf(words);
  if (COLUMN_OPTIONS.includes(typed.at(-2) ?? '')) {
    done((command?.columns ?? []).filter((name) => name.toLowerCase().startsWith(current.toLowerCase())));
    return;
  }
  if (command?.positionals['host'] !== undefined && !current.startsWith('-')) {
    done((await hostNames(argv, surroundings)).filter((name) => name.startsWith(current)));
    return;
  }
  usual();
}

/** The line as the shell's script passes it on, the word that is being typed last. */
function typedWords(): readonly string[] {
  const at = process.argv.indexOf('--get-yargs-completions');
  return at === -1 ? [] : process.argv.slice(at + 1);
}

function commandOf(words: readonly string[]): CliCommand | null {
  for (const entry of COMMANDS) {
    if ('usage' in entry) {
      if (wordOf(entry) === words[0]) return entry;
    } else if (entry.word === words[0]) {
      return entry.commands.find((command) => wordOf(command) === words[1]) ?? null;
    }
  }
  return null;
}

function wordOf({ usage }: CliCommand): string {
  return usage.split(' ')[0] ?? usage;
}

/** None where the service does not tell them in time. */
async function hostNames(argv: Arguments, surroundings: Surroundings): Promise<readonly string[]> {
  const silent = { ...surroundings, stderr: { ...surroundings.stderr, write: () => undefined } };
  try {
    const client = await connect({ ...(argv as unknown as ConnectionArguments), debug: false }, silent);
    const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref());
    const answer = await Promise.race([
      answerOf(client.api.GET('/v1/hosts', { params: { query: { limit: 1000 } } })),
      late,
    ]);
    await client.close();
    return answer?.hosts.map(({ host_name }) => host_name) ?? [];
  } catch {
    return [];
  }
}
