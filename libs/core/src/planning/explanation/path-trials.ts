import type { Rejection } from '../../feasibility/rejection';
import type { HostState, PfState } from '../../fleet/host-state';
import type { PciDevice } from '../../inventory/inventory';
import { DISK_PATHS, NIC_PATHS } from '../../io-path/catalogue';
import type { DiskPath } from '../../io-path/disk-path';
import type { NicPath } from '../../io-path/nic-path';
import type { HostAnchors } from '../host-anchors';
import type { DiskCandidates, NicCandidates, RequestContext } from '../request-context';
import { nearDisk, nearNic, placeOfNic } from './affinity';
import type { PathTrial, Refusal } from './refusal';
import {
  DISK_NUMA_AFFINITY,
  GUEST_NODE_FOR_POLICY,
  KNOWN_PATH,
  NIC_NUMA_AFFINITY,
  PCI_DEVICE_PRESENT,
  PF_PRESENT,
  type RuleLists,
  type RuleRanks,
} from './rule-lists';
import { weighDevices, type DeviceQuestion, type WeighedDevices } from './weigh-devices';

/** Rules with the ranks they have. */
export interface RuleBook {
  readonly lists: RuleLists;
  readonly ranks: RuleRanks;
}

/** A host on trial for one request: every rule is asked of it. */
export interface HostOnTrial {
  readonly host: HostState;
  readonly context: RequestContext;
  readonly anchors: HostAnchors;
}

const NO_PF: Rejection = { code: 'pf.none', required: 'an SR-IOV capable NIC', available: 'none' };
const NO_PCI_DEVICE: Rejection = { code: 'pci_device.none_free', required: 'a free PCI device', available: 'none' };

/** How every path asked for fares on the host, NIC by NIC and disk by disk, the rules on the host as a whole aside. */
export function pathTrials(trial: HostOnTrial, book: RuleBook): readonly (readonly PathTrial[])[] {
  const { nics, disks } = trial.context;
  return [
    ...nics.map((candidates, index) =>
      namesOf(candidates, NIC_PATHS).map((name) => nicTrial(index, candidates, name, trial, book)),
    ),
    ...disks.map((candidates) =>
      namesOf(candidates, DISK_PATHS).map((name) => diskTrial(candidates, name, trial, book)),
    ),
  ];
}

/** The paths asked for, in the catalogue's order, and after them those that it does not hold. */
function namesOf(
  { paths, ruledOut }: NicCandidates | DiskCandidates,
  catalogue: readonly { readonly name: string }[],
): readonly string[] {
  const asked = [...paths.map(({ name }) => name as string), ...ruledOut.map(({ path }) => path)];
  const known = catalogue.map(({ name }) => name).filter((name) => asked.includes(name));
  return [...known, ...asked.filter((name) => !known.includes(name))];
}

function nicTrial(
  index: number,
  { nic, ruledOut }: NicCandidates,
  name: string,
  trial: HostOnTrial,
  book: RuleBook,
): PathTrial {
  const { lists, ranks } = book;
  const { host, context } = trial;
  const path = NIC_PATHS.find((known) => known.name === name);
  if (path === undefined) return unknownPath(nic.name, name, ruledOut, book);
  const single = [
    ...refusals(lists.nicPath, ranks, (rule) => rule.reject(path, nic, context)),
    ...refusals(lists.nicHost, ranks, (rule) => rule.reject(path, nic, host)),
  ];
  if (path.takes === 'nothing') return pathTrial(nic.name, name, single, null);
  const noPlace = placeOfNic(index, path, trial);
  if (noPlace !== null) single.push({ ...noPlace, rank: ranks.rankOf(GUEST_NODE_FOR_POLICY), devices: null });
  const questions = nicQuestions(index, path, trial, book);
  const weighed = host.pfs.length > 0 ? weighDevices(host.pfs, questions) : noDevice(NO_PF, ranks.rankOf(PF_PRESENT));
  return pathTrial(nic.name, name, single, weighed);
}

function nicQuestions(
  index: number,
  path: NicPath,
  trial: HostOnTrial,
  { lists, ranks }: RuleBook,
): readonly DeviceQuestion<PfState>[] {
  const { context } = trial;
  const { nic } = context.nics[index] as NicCandidates;
  const rules = lists.nicDevice.map((rule) => ({
    rank: ranks.rankOf(rule.name),
    ask: (pf: PfState) => rule.reject(path, nic, pf, context),
  }));
  const near = nearNic(index, path, trial);
  return near === null ? rules : [...rules, { rank: ranks.rankOf(NIC_NUMA_AFFINITY), ask: near }];
}

function diskTrial({ disk, ruledOut }: DiskCandidates, name: string, trial: HostOnTrial, book: RuleBook): PathTrial {
  const { lists, ranks } = book;
  const { host, context } = trial;
  const path = DISK_PATHS.find((known) => known.name === name);
  if (path === undefined) return unknownPath(disk.name, name, ruledOut, book);
  const single = [
    ...refusals(lists.diskPath, ranks, (rule) => rule.reject(path, disk, context)),
    ...refusals(lists.diskHost, ranks, (rule) => rule.reject(path, disk, host)),
  ];
  if (path.takes === 'nothing') return pathTrial(disk.name, name, single, null);
  const devices = host.freePciDevices;
  const weighed =
    devices.length > 0
      ? weighDevices(devices, diskQuestions(path, trial, book))
      : noDevice(NO_PCI_DEVICE, ranks.rankOf(PCI_DEVICE_PRESENT));
  return pathTrial(disk.name, name, single, weighed);
}

function diskQuestions(
  path: DiskPath,
  trial: HostOnTrial,
  { lists, ranks }: RuleBook,
): readonly DeviceQuestion<PciDevice>[] {
  const { host } = trial;
  const rules = lists.diskDevice.map((rule) => ({
    rank: ranks.rankOf(rule.name),
    ask: (device: PciDevice) => rule.reject(path, device, host),
  }));
  const near = nearDisk(path, trial);
  return near === null ? rules : [...rules, { rank: ranks.rankOf(DISK_NUMA_AFFINITY), ask: near }];
}

/** What every rule of a list that refuses says, in the list's order. */
export function refusals<Rule extends { readonly name: string }>(
  rules: readonly Rule[],
  ranks: RuleRanks,
  ask: (rule: Rule) => Rejection | null,
): Refusal[] {
  const found: Refusal[] = [];
  for (const rule of rules) {
    const rejection = ask(rule);
    if (rejection !== null) found.push({ ...rejection, rank: ranks.rankOf(rule.name), devices: null });
  }
  return found;
}

function noDevice(rejection: Rejection, rank: number): WeighedDevices {
  const blocking = [{ ...rejection, rank, devices: { refused: 0, of: 0 } }];
  return { blocking, fallsAt: rank, alone: [rank], freedBy: [rank] };
}

function unknownPath(
  subject: string,
  path: string,
  ruledOut: NicCandidates['ruledOut'],
  { ranks }: RuleBook,
): PathTrial {
  const rejection = ruledOut.find((other) => other.path === path)?.rejection;
  if (rejection === undefined) throw new Error(`path ${path} is neither known nor ruled out`);
  const rank = ranks.rankOf(KNOWN_PATH);
  return {
    subject,
    path,
    blocking: [{ ...rejection, rank, devices: null }],
    fallsAt: rank,
    alone: [rank],
    freedBy: [],
  };
}

/** @param single what rules on the path as a whole say. @param weighed null for a path that takes no device. */
function pathTrial(
  subject: string,
  path: string,
  single: readonly Refusal[],
  weighed: WeighedDevices | null,
): PathTrial {
  const devices = weighed?.blocking ?? [];
  const inOrder = [...single, ...devices].sort((a, b) => a.rank - b.rank);
  const fallsAt = Math.min(weighed?.fallsAt ?? Infinity, ...single.map(({ rank }) => rank));
  const charged = inOrder.filter(({ rank }) => rank === fallsAt);
  const freedBy =
    single.length === 0
      ? (weighed?.freedBy ?? [])
      : single.length === 1 && devices.length === 0
        ? single.map(({ rank }) => rank)
        : [];
  return {
    subject,
    path,
    blocking: [...charged, ...inOrder.filter(({ rank }) => rank !== fallsAt)],
    fallsAt,
    alone: [...single.map(({ rank }) => rank), ...(weighed?.alone ?? [])],
    freedBy,
  };
}
