import type { Rejection } from '../feasibility/rejection';
import { DEFAULT_POLICY, hasDiskDevice, hasNicDevice } from './assignment';
import type { Candidate, HostTrial } from './evaluate-host';
import type { DiskOption, HostOptions, NicOption } from './host-options';
import type { RejectionLog } from './rejection-log';

/** What a host offered, what of it was tried together, and what came of it. */
interface Outcome {
  readonly options: HostOptions;
  readonly combinations: readonly (readonly NicOption[])[];
  readonly candidates: readonly Candidate[];
}

/** Charges paths that passed every rule but are in no candidate: NUMA, or too few devices for all at once. */
export function logLeftOut({ options, combinations, candidates }: Outcome, trial: HostTrial, log: RejectionLog): void {
  const { context } = trial;
  for (const [index, nicOptions] of options.nics.entries()) {
    for (const option of nicOptions) {
      if (candidates.some(({ assignment }) => assignment.nics[index]?.path === option.path)) continue;
      const isTried = combinations.some((combination) => combination[index]?.path === option.path);
      const rejection = isTried ? whyNicLeftOut(index, option, trial) : whyNotTried(index, option, options);
      log.addPath(context.nics[index]?.nic.name ?? '', option.path.name, rejection);
    }
  }
  for (const [index, diskOptions] of options.disks.entries()) {
    for (const option of diskOptions) {
      const rejection = whyDiskLeftOut(option, trial) ?? (candidates.length === 0 ? NOT_TOGETHER : null);
      if (rejection !== null) log.addPath(context.disks[index]?.disk.name ?? '', option.path.name, rejection);
    }
  }
}

const NOT_TOGETHER: Rejection = {
  code: 'devices.not_together',
  required: 'a device for every NIC and disk at once',
  available: 'some of them only',
};

/** Either another NIC can only have the other kind of `hw_vif_model`, or there are too many combinations. */
function whyNotTried(index: number, { path }: NicOption, { nics }: HostOptions): Rejection {
  const isAgainst = (other: NicOption): boolean =>
    other.path.vifModel !== null && other.path.vifModel !== path.vifModel;
  if (path.vifModel !== null && nics.some((others, at) => at !== index && others.every(isAgainst))) {
    return {
      code: 'image.one_vif_model',
      required: `hw_vif_model=${path.vifModel}`,
      available: 'another NIC needs another model, and an image has one',
    };
  }
  return {
    code: 'path.not_tried',
    required: 'fewer NICs, or paths named for each',
    available: 'more combinations than are tried',
  };
}

function whyNicLeftOut(index: number, option: NicOption, { anchors, host, context }: HostTrial): Rejection {
  const alone: NicOption[] = [];
  alone[index] = option;
  const possible = anchors.of(alone, false);
  if (possible.isEmpty()) return anchors.refusalOf(alone) ?? NOT_TOGETHER;
  if (possible.some((anchor) => hasNicDevice(index, option, { anchor, host, context }))) return NOT_TOGETHER;
  const policy = context.nics[index]?.statedPolicy ?? DEFAULT_POLICY;
  return tooFar(
    policy,
    possible.nodes(),
    option.pfs.map(({ pf }) => pf.numaNode),
  );
}

/** Null when the disk can have its device, competitors aside. */
function whyDiskLeftOut(option: DiskOption, { anchors, host, context }: HostTrial): Rejection | null {
  if (option.path.takes === 'nothing') return null;
  const possible = anchors.of([], true);
  if (possible.some((anchor) => hasDiskDevice(option, { anchor, host, context }))) return null;
  return tooFar(
    context.flavorPciPolicy ?? DEFAULT_POLICY,
    possible.nodes(),
    option.devices.map((device) => device.numaNode),
  );
}

function tooFar(policy: string, guestNodes: readonly number[], deviceNodes: readonly (number | null)[]): Rejection {
  const ascending = [...new Set(guestNodes)].sort((a, b) => a - b);
  return {
    code: 'pci.numa_affinity',
    required: `${policy}: a device near NUMA node ${ascending.join(' or ')}`,
    available: `devices on node ${[...new Set(deviceNodes.map((node) => node ?? 'unknown'))].join(', ')}`,
  };
}
