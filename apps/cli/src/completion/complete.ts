import { answerOf } from '@iopath/api-client';
import type { Options } from 'yargs';
import { COMMANDS } from '../all-commands';
import type { CliCommand } from '../command';
import { connect } from '../connection/connect';
import { CONNECTION_OPTIONS, type ConnectionArguments } from '../connection/connection-options';
import type { Surroundings } from '../surroundings';

/** By which the shells' scripts ask. */
export const COMPLETION_REQUEST = '--complete';

/** Whoever presses Tab does not wait longer. */
const PATIENCE_MS = 1_500;
const COLUMN_OPTIONS: readonly string[] = ['-c', '--column', '--sort-column'];

/** Options of every command. */
const GENERAL: Readonly<Record<string, Options>> = { ...CONNECTION_OPTIONS, help: { alias: 'h', type: 'boolean' } };

/**
 * What the word that is being typed may become: a value of the option before it, columns and hosts among them, else an
 * option, else a command.
 *
 * @param words of the line, the program's name first, the one that is being typed last
 */
export async function complete(words: readonly string[], surroundings: Surroundings): Promise<readonly string[]> {
  const typed = words.slice(1);
  const current = typed.at(-1) ?? '';
  const before = typed.slice(0, -1);
  const begins = (name: string) => name.toLowerCase().startsWith(current.toLowerCase());
  return (await candidates(before, current, surroundings)).filter(begins);
}

async function candidates(
  before: readonly string[],
  current: string,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  const command = commandOf(before);
  const options = { ...GENERAL, ...command?.options };
  const previous = before.at(-1) ?? '';
  if (COLUMN_OPTIONS.includes(previous)) return command?.columns ?? [];
  if (previous === '--host') return hostNames(before, surroundings);
  const option = Object.entries(options).find(
    ([name, { alias }]) => previous === `--${name}` || previous === `-${String(alias)}`,
  )?.[1];
  if (option !== undefined && option.type !== 'boolean') return (option.choices ?? []).map(String);
  if (current.startsWith('-')) return Object.keys(options).map((name) => `--${name}`);
  if (command === null) return wordsAfter(before);
  if (command.positionals['host'] !== undefined) return hostNames(before, surroundings);
  return Object.values(command.positionals).flatMap(({ choices = [] }) => choices.map(String));
}

/** Commands at the top, or those of a group. */
function wordsAfter([first]: readonly string[]): readonly string[] {
  if (first === undefined) return COMMANDS.map((entry) => ('usage' in entry ? wordOf(entry) : entry.word));
  const group = COMMANDS.find((entry) => !('usage' in entry) && entry.word === first);
  return group === undefined || 'usage' in group ? [] : group.commands.map(wordOf);
}

function commandOf(words: readonly string[]): CliCommand | null {
  const [first, second] = words;
  for (const entry of COMMANDS) {
    if ('usage' in entry) {
      if (wordOf(entry) === first) return entry;
    } else if (entry.word === first) {
      return entry.commands.find((command) => wordOf(command) === second) ?? null;
    }
  }
  return null;
}

function wordOf({ usage }: CliCommand): string {
  return usage.split(' ')[0] ?? usage;
}

/** None where the service does not tell them in time. */
async function hostNames(typed: readonly string[], surroundings: Surroundings): Promise<readonly string[]> {
  try {
    const client = await connect(connectionOf(typed), surroundings);
    const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref());
    const query = { limit: 1000 };
    const answer = await Promise.race([answerOf(client.api.GET('/v1/hosts', { params: { query } })), late]);
    await client.close();
    return answer?.hosts.map(({ host_name }) => host_name) ?? [];
  } catch {
    return [];
  }
}

/** Options of the connection that are on the line already. */
function connectionOf(typed: readonly string[]): ConnectionArguments {
  const told: Record<string, string | boolean> = { debug: false };
  for (const name of Object.keys(CONNECTION_OPTIONS)) {
    const at = typed.indexOf(`--${name}`);
    const joined = typed.find((word) => word.startsWith(`--${name}=`));
    if (name === 'insecure') told[name] = at >= 0;
    else if (name === 'debug') continue;
    else if (at >= 0) told[name] = typed[at + 1] ?? '';
    else if (joined !== undefined) told[name] = joined.slice(name.length + 3);
  }
  return told as unknown as ConnectionArguments;
}
