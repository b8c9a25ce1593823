import { DISK_DEVICE_RULES, DISK_HOST_RULES, NIC_DEVICE_RULES, NIC_HOST_RULES } from '../feasibility/rules';
import type { Rejection } from '../feasibility/rejection';
import type { HostState, PfState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import type { DiskPath } from '../io-path/disk-path';
import type { NicPath } from '../io-path/nic-path';
import type { RejectionLog } from './rejection-log';
import { firstRejection, type DiskCandidates, type NicCandidates, type RequestContext } from './request-context';

/** A path that a host can give to a NIC, with the PFs that may serve it (none for a software path). */
export interface NicOption {
  readonly path: NicPath;
  readonly pfs: readonly PfState[];
}

/** A path that a host can give to a disk, with the PCI devices that may serve it. */
export interface DiskOption {
  readonly path: DiskPath;
  readonly devices: readonly PciDevice[];
}

/** What a host offers to each NIC and each disk of the request, NUMA aside. */
export interface HostOptions {
  readonly nics: readonly (readonly NicOption[])[];
  readonly disks: readonly (readonly DiskOption[])[];
}

/** Asks every rule but NUMA's of every path, and logs what was refused. Null when some device has no path left. */
export function hostOptions(host: HostState, context: RequestContext, log: RejectionLog): HostOptions | null {
  const nics = context.nics.map((candidates) => nicOptions(host, candidates, context, log));
  const disks = context.disks.map((candidates) => diskOptions(host, candidates, log));
  const isEmpty = (options: readonly unknown[]): boolean => options.length === 0;
  return nics.some(isEmpty) || disks.some(isEmpty) ? null : { nics, disks };
}

function nicOptions(
  host: HostState,
  { nic, paths, ruledOut }: NicCandidates,
  context: RequestContext,
  log: RejectionLog,
): readonly NicOption[] {
  for (const { path, rejection } of ruledOut) log.addPath(nic.name, path, rejection);
  const options: NicOption[] = [];
  for (const path of paths) {
    const rejection = firstRejection(NIC_HOST_RULES, (rule) => rule.reject(path, nic, host));
    if (rejection !== null) {
      log.addPath(nic.name, path.name, rejection);
    } else if (path.takes === 'nothing') {
      options.push({ path, pfs: [] });
    } else {
      const ask = (pf: PfState, rule: (typeof NIC_DEVICE_RULES)[number]): Rejection | null =>
        rule.reject(path, nic, pf, context);
      const { accepted, refusal } = sift(host.pfs, NIC_DEVICE_RULES, ask, NO_PF);
      if (accepted.length > 0) options.push({ path, pfs: accepted });
      else log.addPath(nic.name, path.name, refusal);
    }
  }
  return options;
}

function diskOptions(
  host: HostState,
  { disk, paths, ruledOut }: DiskCandidates,
  log: RejectionLog,
): readonly DiskOption[] {
  for (const { path, rejection } of ruledOut) log.addPath(disk.name, path, rejection);
  const options: DiskOption[] = [];
  for (const path of paths) {
    const rejection = firstRejection(DISK_HOST_RULES, (rule) => rule.reject(path, disk, host));
    if (rejection !== null) {
      log.addPath(disk.name, path.name, rejection);
    } else if (path.takes === 'nothing') {
      options.push({ path, devices: [] });
    } else {
      const ask = (device: PciDevice, rule: (typeof DISK_DEVICE_RULES)[number]): Rejection | null =>
        rule.reject(path, device, host);
      const { accepted, refusal } = sift(host.freePciDevices, DISK_DEVICE_RULES, ask, NO_PCI_DEVICE);
      if (accepted.length > 0) options.push({ path, devices: accepted });
      else log.addPath(disk.name, path.name, refusal);
    }
  }
  return options;
}

const NO_PF: Rejection = { code: 'pf.none', required: 'an SR-IOV capable NIC', available: 'none' };
const NO_PCI_DEVICE: Rejection = { code: 'pci_device.none_free', required: 'a free PCI device', available: 'none' };

/**
 * Splits devices by the rules. When none is accepted, the refusal told is that of the device that got furthest
 * through the rules: of two PFs, the one on the right network with its link down says more than the one elsewhere.
 */
function sift<Device, Rule>(
  devices: readonly Device[],
  rules: readonly Rule[],
  ask: (device: Device, rule: Rule) => Rejection | null,
  refusalOfNone: Rejection,
): { readonly accepted: readonly Device[]; readonly refusal: Rejection } {
  const accepted: Device[] = [];
  let refusal = refusalOfNone;
  let furthest = -1;
  for (const device of devices) {
    let passed = 0;
    let rejection: Rejection | null = null;
    while (passed < rules.length && rejection === null) {
      rejection = ask(device, rules[passed] as Rule);
      if (rejection === null) passed++;
    }
    if (rejection === null) accepted.push(device);
    else if (passed > furthest) {
      furthest = passed;
      refusal = rejection;
    }
  }
  return { accepted, refusal };
}
