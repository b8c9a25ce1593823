import type { CliCommand, CommandGroup } from './command';
import { allocationConfirm } from './commands/allocation/allocation-confirm.command';
import { allocationList } from './commands/allocation/allocation-list.command';
import { allocationRelease } from './commands/allocation/allocation-release.command';
import { allocationShow } from './commands/allocation/allocation-show.command';
import { completion } from './commands/completion.command';
import { explain } from './commands/explain.command';
import { hostDiff } from './commands/host/host-diff.command';
import { hostFacts } from './commands/host/host-facts.command';
import { hostImport } from './commands/host/host-import.command';
import { hostList } from './commands/host/host-list.command';
import { hostNics } from './commands/host/host-nics.command';
import { hostShow } from './commands/host/host-show.command';
import { hostVfAdvice } from './commands/host/host-vf-advice.command';
import { recommend } from './commands/recommend.command';
import { recommendationList } from './commands/recommendation/recommendation-list.command';
import { recommendationRelease } from './commands/recommendation/recommendation-release.command';
import { recommendationShow } from './commands/recommendation/recommendation-show.command';

/** Every command, in the order in which the help shows them. */
export const COMMANDS: readonly (CliCommand | CommandGroup)[] = [
  {
    word: 'host',
    describe: 'Hosts: what is known of them',
    commands: [hostList, hostShow, hostImport, hostDiff, hostFacts, hostNics, hostVfAdvice],
  },
  recommend,
  {
    word: 'recommendation',
    describe: 'Recommendations: where VMs should go',
    commands: [recommendationList, recommendationShow, recommendationRelease],
  },
  explain,
  {
    word: 'allocation',
    describe: 'Allocations: devices held for VMs',
    commands: [allocationList, allocationShow, allocationConfirm, allocationRelease],
  },
  completion,
];
