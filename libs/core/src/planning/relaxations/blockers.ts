import {
  DISK_DEVICE_RULES,
  DISK_HOST_RULES,
  DISK_PATH_RULES,
  HOST_RULES,
  NIC_DEVICE_RULES,
  NIC_HOST_RULES,
  NIC_PATH_RULES,
} from '../../feasibility/rules';
import type { Rejection } from '../../feasibility/rejection';
import type { Fleet } from '../../fleet/fleet';
import type { HostState } from '../../fleet/host-state';
import { DISK_PATHS, NIC_PATHS } from '../../io-path/catalogue';
import type { NicPath } from '../../io-path/nic-path';
import type { DiskRequest, NicRequest } from '../../request/vm-request';
import { HostKinds, type HostKind } from '../search/host-kinds';
import type { RequestContext } from '../request-context';
import { searchFleet } from '../search/search-fleet';
import { ASPECT, FLOATING_PLACEMENT_ASPECTS, PLACEMENT_ASPECTS, readBy, type Aspects } from './aspects';

/** What hosts of one kind have in common for a request. */
interface KindOfHost {
  /** What stands in the way of its NICs and disks. */
  readonly devices: readonly Aspects[];
  /** Whether guest and devices go together; null while nobody has asked. */
  goesTogether: boolean | null;
}

/**
 * What stands between one VM of a request and a host. As long as nothing that one of these blockers reads is changed, the
 * host cannot take the VM: a set of concessions that helps touches every one of them.
 *
 * For a device a blocker is all its paths together, each with the first rule against it: opening one of them is enough,
 * and takes a change of what its rule reads.
 */
export class Blockers {
  private readonly kinds: HostKinds;
  private readonly known = new Map<HostKind, KindOfHost>();

  constructor(
    private readonly fleet: Fleet,
    private readonly context: RequestContext,
  ) {
    this.kinds = HostKinds.for(context);
  }

  /** Empty where the host can take the VM, as the search over a fleet finds it. */
  of(host: HostState): readonly Aspects[] {
    const kind = this.kindOf(host);
    const refusing = HOST_RULES.filter((rule) => rule.reject(host, this.context) !== null);
    if (refusing.length > 0) return [...refusing.map(readBy), ...kind.devices];
    if (kind.devices.length > 0) return kind.devices;
    kind.goesTogether ??= searchFleet({ ...this.fleet, hosts: [host] }, this.context).feasibleHosts > 0;
    if (kind.goesTogether) return [];
    // Nova's fit, NUMA affinity, or too few devices for all NICs and disks together.
    return [floats(host, this.context) ? FLOATING_PLACEMENT_ASPECTS : PLACEMENT_ASPECTS];
  }

  private kindOf(host: HostState): KindOfHost {
    const kind = this.kinds.of(host);
    let known = this.known.get(kind);
    if (known === undefined) {
      known = { devices: deviceBlockers(host, this.context), goesTogether: null };
      this.known.set(kind, known);
    }
    return known;
  }
}

function deviceBlockers(host: HostState, context: RequestContext): readonly Aspects[] {
  const nics = context.nics.map(({ nic }) => nicBlocker(nic, host, context));
  const disks = context.disks.map(({ disk }) => diskBlocker(disk, host, context));
  return [...nics, ...disks].filter((blocker) => blocker !== null);
}

/** Whether Nova places the guest on no node, whatever paths it gets: neither flavor, policies nor memory ask for one. */
function floats(host: HostState, { topologies, flavorPciPolicy, nics }: RequestContext): boolean {
  if (topologies.own !== null || flavorPciPolicy !== null) return false;
  return nics.every(({ nic, statedPolicy, paths }) => {
    const placing = paths.filter(({ needs }) => needs.guestMemory !== 'any');
    const isRefused = (path: NicPath): boolean =>
      firstAgainst(NIC_HOST_RULES, (rule) => rule.reject(path, nic, host)) !== null;
    return statedPolicy === null && placing.every(isRefused);
  });
}

/** Null when a path is open to the NIC. */
function nicBlocker(nic: NicRequest, host: HostState, context: RequestContext): Aspects | null {
  let blocker: Aspects = nic.paths === null ? 0 : ASPECT.paths;
  for (const path of NIC_PATHS) {
    if (nic.paths !== null && !nic.paths.includes(path.name)) continue;
    const against =
      firstAgainst(NIC_PATH_RULES, (rule) => rule.reject(path, nic, context)) ??
      firstAgainst(NIC_HOST_RULES, (rule) => rule.reject(path, nic, host));
    if (against !== null) {
      blocker |= against;
      continue;
    }
    if (path.takes === 'nothing') return null;
    for (const pf of host.pfs) {
      const againstPf = firstAgainst(NIC_DEVICE_RULES, (rule) => rule.reject(path, nic, pf, context));
      if (againstPf === null) return null;
      blocker |= againstPf;
    }
  }
  return blocker;
}

/** Null when a path is open to the disk. */
function diskBlocker(disk: DiskRequest, host: HostState, context: RequestContext): Aspects | null {
  let blocker: Aspects = disk.paths === null ? 0 : ASPECT.paths;
  for (const path of DISK_PATHS) {
    if (disk.paths !== null && !disk.paths.includes(path.name)) continue;
    const against =
      firstAgainst(DISK_PATH_RULES, (rule) => rule.reject(path, disk, context)) ??
      firstAgainst(DISK_HOST_RULES, (rule) => rule.reject(path, disk, host));
    if (against !== null) {
      blocker |= against;
      continue;
    }
    if (path.takes === 'nothing') return null;
    for (const device of host.freePciDevices) {
      const againstDevice = firstAgainst(DISK_DEVICE_RULES, (rule) => rule.reject(path, device, host, context));
      if (againstDevice === null) return null;
      blocker |= againstDevice;
    }
  }
  return blocker;
}

/** What the first rule that refuses reads; null when none does. */
function firstAgainst<Rule extends { readonly name: string }>(
  rules: readonly Rule[],
  ask: (rule: Rule) => Rejection | null,
): Aspects | null {
  const refusing = rules.find((rule) => ask(rule) !== null);
  return refusing === undefined ? null : readBy(refusing);
}
