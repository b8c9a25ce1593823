import { underItsAlias } from '../../feasibility/disk-alias';
import { DISK_DEVICE_RULES, DISK_HOST_RULES } from '../../feasibility/rules';
import { firstRejection, type Rejection } from '../../feasibility/rejection';
import type { HostState, PfState } from '../../fleet/host-state';
import type { PciDevice } from '../../inventory/inventory';
import type { DiskPath } from '../../io-path/disk-path';
import type { NicPath } from '../../io-path/nic-path';
import type { DiskCandidates, NicCandidates, RequestContext } from '../request-context';

/** A path that a host can give to a NIC, with the PFs that may serve it (none for a software path). */
export interface NicOption {
  readonly path: NicPath;
  readonly pfs: readonly PfState[];
}

/** A path that a host can give to a disk, with the PCI devices that may serve it, each under the alias to ask for it by. */
export interface DiskOption {
  readonly path: DiskPath;
  readonly devices: readonly PciDevice[];
}

/** What a host offers to each NIC and each disk of the request, NUMA aside. */
export interface HostOptions {
  readonly nics: readonly (readonly NicOption[])[];
  readonly disks: readonly (readonly DiskOption[])[];
}

const NO_PFS: readonly PfState[] = [];

/** Asks every rule but NUMA's of every path. Null when some device has no path left. NICs that are alike share a list. */
export function hostOptions(host: HostState, context: RequestContext): HostOptions | null {
  const nics: (readonly NicOption[])[] = [];
  for (const candidates of context.nics) {
    nics.push(nics[candidates.firstAlike] ?? nicOptions(host, candidates, context));
  }
  const disks = context.disks.map((candidates) => diskOptions(host, candidates, context));
  const isEmpty = (options: readonly unknown[]): boolean => options.length === 0;
  return nics.some(isEmpty) || disks.some(isEmpty) ? null : { nics, disks };
}

function nicOptions(host: HostState, candidates: NicCandidates, context: RequestContext): readonly NicOption[] {
  const { answers } = candidates;
  const served = host.pfs.map((pf) => answers.pathsBy(pf, candidates, context));
  const options: NicOption[] = [];
  for (const path of answers.pathsOn(host, candidates)) {
    const pfs = path.takes === 'nothing' ? NO_PFS : host.pfs.filter((_, at) => served[at]?.has(path));
    if (path.takes === 'nothing' || pfs.length > 0) options.push({ path, pfs });
  }
  return options;
}

function diskOptions(host: HostState, { disk, paths }: DiskCandidates, context: RequestContext): readonly DiskOption[] {
  const options: DiskOption[] = [];
  for (const path of paths) {
    if (firstRejection(DISK_HOST_RULES, (rule) => rule.reject(path, disk, host)) !== null) continue;
    const devices =
      path.takes === 'nothing'
        ? []
        : host.freePciDevices
            .filter((device) => passes(DISK_DEVICE_RULES, (rule) => rule.reject(path, device, host, context)))
            .map((device) => underItsAlias(path, device, host, context.pciAliases));
    if (path.takes === 'nothing' || devices.length > 0) options.push({ path, devices });
  }
  return options;
}

function passes<Rule>(rules: readonly Rule[], ask: (rule: Rule) => Rejection | null): boolean {
  return firstRejection(rules, ask) === null;
}
