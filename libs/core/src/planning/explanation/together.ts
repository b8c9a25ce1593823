import type { Rejection } from '../../feasibility/rejection';
import { NO_HOST } from '../../scoring/score';
import { agree } from '../search/contests';
import { ContestSearch, type BoundedOption } from '../search/contest-search';
import { hostOptions } from '../search/host-options';
import type { NicCandidates } from '../request-context';
import type { HostOnTrial } from './host-on-trial';
import { fallenPath, isOpen, type HostTrials, type NicTrial, type PathTrial } from './path-trial';
import { isPlainlyCarried } from './plainly-carried';
import { remembered } from '../search/remembered';
import type { RuleBook } from './rule-book';
import { DEVICES_TOGETHER, ONE_VIF_MODEL } from './rule-lists';

const NOT_TOGETHER: Rejection = {
  code: 'devices.not_together',
  required: 'a device for every NIC and disk at once',
  available: 'some of them only',
};

/** Looks at all NICs and disks at once, which no rule does. */
export class AllTogether {
  private readonly fallen = new Map<string, PathTrial>();

  constructor(private readonly book: RuleBook) {}

  /**
   * Lets those paths fall that pass every rule and still are in no way to run the VM. Asked of hosts only where each NIC
   * and each disk has an open path. A disk's open path stays so wherever the VM can run, for a search settles on one
   * path of each disk.
   */
  weigh(trials: HostTrials, trial: HostOnTrial): HostTrials {
    const carried = trials.nics.map((paths, nic) => paths.map((each) => carries(nic, each, trials, trial)));
    const runs =
      trials.nics.length === 0 ? carries(-1, null, trials, trial) : carried.some((paths) => paths.includes(true));
    const nics = trials.nics.map((paths, nic) =>
      paths.map((each, at) => (carried[nic]?.[at] === false ? this.fall(each, nic, trials) : each)),
    );
    const apart = (each: PathTrial): PathTrial => (isOpen(each) ? this.apart(each) : each);
    return { nics, disks: runs ? trials.disks : trials.disks.map((paths) => paths.map(apart)) };
  }

  private fall(nicTrial: NicTrial, nic: number, trials: HostTrials): NicTrial {
    const { trial, nicPath } = nicTrial;
    const model = nicPath === null || !isAgainstOthers(nic, nicTrial, trials) ? null : nicPath.vifModel;
    return { ...nicTrial, trial: model === null ? this.apart(trial) : this.otherModel(trial, model) };
  }

  private apart({ path, takesDevice }: PathTrial): PathTrial {
    return remembered(this.fallen, `${path}|${takesDevice}`, () =>
      fallenPath(path, takesDevice, this.book.refusal(DEVICES_TOGETHER, NOT_TOGETHER)),
    );
  }

  private otherModel({ path, takesDevice }: PathTrial, model: string): PathTrial {
    const rejection = {
      code: 'image.one_vif_model',
      required: `hw_vif_model=${model}`,
      available: 'another NIC needs another model, and an image has one',
    };
    return remembered(this.fallen, `${path}|${takesDevice}|${model}`, () =>
      fallenPath(path, takesDevice, this.book.refusal(ONE_VIF_MODEL, rejection)),
    );
  }
}

/** Whether the open path is in some way to run the VM; null for a path that rules refuse. @param nic -1 for a VM without NICs. */
function carries(nic: number, path: NicTrial | null, trials: HostTrials, trial: HostOnTrial): boolean | null {
  if (path !== null && !isOpen(path.trial)) return null;
  return isPlainlyCarried(nic, path, trials, trial) || hasCandidate(nic, path, trial);
}

/** Whether the VM can run on the host with a NIC on this path, the other NICs and the disks on whichever they can have. */
function hasCandidate(nic: number, path: NicTrial | null, trial: HostOnTrial): boolean {
  const options = hostOptions(trial.host, trial.context);
  if (options === null) return false;
  const lists = new Map<number, readonly BoundedOption[]>();
  const nics = options.nics.map((offered, at) => {
    const { firstAlike } = trial.context.nics[at] as NicCandidates;
    return remembered(lists, at === nic ? -1 : firstAlike, () =>
      offered
        .filter((option) => at !== nic || option.path === path?.nicPath)
        .map((option) => ({ option, bound: 0 }))
        .sort((a, b) => devicesNeeded(a) - devicesNeeded(b)),
    );
  });
  return new ContestSearch({ nics, disks: options.disks, diskBound: 0 }, { ...trial, worth: NO_HOST }).hasAny();
}

function devicesNeeded({ option }: BoundedOption): number {
  return option.path.takes === 'nothing' ? 0 : 1;
}

/** Whether another NIC can only have the other kind of `hw_vif_model`. */
function isAgainstOthers(nic: number, { nicPath }: NicTrial, { nics }: HostTrials): boolean {
  const open = nics.map((paths) => paths.filter(({ trial }) => isOpen(trial)));
  return open.some(
    (others, at) =>
      at !== nic &&
      others.every((other) => nicPath !== null && other.nicPath !== null && !agree(nicPath, other.nicPath)),
  );
}
