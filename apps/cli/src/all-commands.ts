import type { CliCommand, CommandGroup } from './command';
import { hostList } from './commands/host/host-list.command';

/** Every command, in the order in which the help shows them. */
export const COMMANDS: readonly (CliCommand | CommandGroup)[] = [
  { word: 'host', describe: 'Hosts: what is known of them', commands: [hostList] },
];
