import type { Rejection } from '../../feasibility/rejection';
import type { NicPath } from '../../io-path/nic-path';
import { agree } from '../contests';
import { ContestSearch, type BoundedOption } from '../contest-search';
import { hostOptions, type HostOptions } from '../host-options';
import type { NicCandidates } from '../request-context';
import { isPlainlyCarried } from './plainly-carried';
import type { HostOnTrial } from './host-on-trial';
import type { RuleBook } from './rule-book';
import type { NicTrial, PathTrial, TrialsByDevice } from './refusal';
import { DEVICES_TOGETHER, ONE_VIF_MODEL } from './rule-lists';

const NOT_TOGETHER: Rejection = {
  code: 'devices.not_together',
  required: 'a device for every NIC and disk at once',
  available: 'some of them only',
};

/**
 * Looks at all NICs and disks at once, which no rule does: paths that pass every rule, and still are in no way to run
 * the VM, fall here. Asked of hosts only where each NIC and each disk has an open path. A disk's path that passes every
 * rule is open wherever the VM can run, for a search settles on one path of each disk.
 */
export function fallTogether(trials: TrialsByDevice, trial: HostOnTrial, book: RuleBook): TrialsByDevice {
  let options: HostOptions | null = null;
  const isCarried = (nic: number, path: NicPath | null): boolean => {
    options ??= hostOptions(trial.host, trial.context);
    return options !== null && hasCandidate(nic, path, options, trial);
  };
  let isAnyOpen = false;
  const nics = trials.nics.map((paths, nic) =>
    paths.map((each) => {
      if (each.blocking.length > 0) return each;
      if (isPlainlyCarried(nic, each, trials, trial) || isCarried(nic, each.nicPath)) {
        isAnyOpen = true;
        return each;
      }
      return fallen(each, whyNot(nic, each, trials), book);
    }),
  );
  if (nics.length === 0) isAnyOpen = isPlainlyCarried(-1, null, trials, trial) || isCarried(-1, null);
  if (isAnyOpen) return { nics, disks: trials.disks };
  const apart = (each: PathTrial): PathTrial => (each.blocking.length > 0 ? each : fallen(each, APART, book));
  return { nics, disks: trials.disks.map((paths) => paths.map(apart)) };
}

/** Whether the VM can run on the host with a NIC on this path, the other NICs and the disks on whichever they can have. */
function hasCandidate(nic: number, path: NicPath | null, options: HostOptions, trial: HostOnTrial): boolean {
  const lists = new Map<number, readonly BoundedOption[]>();
  const nics = options.nics.map((offered, at) => {
    const { firstAlike } = trial.context.nics[at] as NicCandidates;
    const key = at === nic ? -1 : firstAlike;
    let list = lists.get(key);
    if (list === undefined) {
      list = offered
        .filter((option) => at !== nic || option.path === path)
        .map((option) => ({ option, bound: 0 }))
        .sort((a, b) => devicesNeeded(a) - devicesNeeded(b));
      lists.set(key, list);
    }
    return list;
  });
  return new ContestSearch({ nics, disks: options.disks, diskBound: 0 }, { ...trial, hostTotal: 0 }).hasAny();
}

function devicesNeeded({ option }: BoundedOption): number {
  return option.path.takes === 'nothing' ? 0 : 1;
}

interface Fall {
  readonly rule: string;
  readonly rejection: Rejection;
}

const APART: Fall = { rule: DEVICES_TOGETHER, rejection: NOT_TOGETHER };

/** Either another NIC can only have the other kind of `hw_vif_model`, or the devices do not suffice for all at once. */
function whyNot(nic: number, { nicPath }: NicTrial, { nics }: TrialsByDevice): Fall {
  if (nicPath?.vifModel == null) return APART;
  const isAgainst = (other: NicTrial): boolean => other.nicPath !== null && !agree(nicPath, other.nicPath);
  const open = nics.map((paths) => paths.filter(({ blocking }) => blocking.length === 0));
  if (!open.some((others, at) => at !== nic && others.every(isAgainst))) return APART;
  return {
    rule: ONE_VIF_MODEL,
    rejection: {
      code: 'image.one_vif_model',
      required: `hw_vif_model=${nicPath.vifModel}`,
      available: 'another NIC needs another model, and an image has one',
    },
  };
}

function fallen<Trial extends PathTrial>(trial: Trial, { rule, rejection }: Fall, book: RuleBook): Trial {
  const refusal = book.refusal(rule, rejection);
  const { rank } = refusal;
  return { ...trial, blocking: [refusal], fallsAt: rank, alone: [rank], freedBy: [rank] };
}
