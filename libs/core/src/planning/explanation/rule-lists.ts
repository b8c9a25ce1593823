import type { DiskDeviceRule, DiskHostRule, DiskPathRule } from '../../feasibility/disk-rule';
import type { HostRule } from '../../feasibility/host-rule';
import type { NicDeviceRule, NicHostRule, NicPathRule } from '../../feasibility/nic-rule';
import {
  DISK_DEVICE_RULES,
  DISK_HOST_RULES,
  DISK_PATH_RULES,
  HOST_RULES,
  NIC_DEVICE_RULES,
  NIC_HOST_RULES,
  NIC_PATH_RULES,
} from '../../feasibility/rules';
import type { RuleLevel } from '../decision';

/** The rules that an explanation asks, in the order in which a refusal is charged. */
export interface RuleLists {
  readonly host: readonly HostRule[];
  readonly nicPath: readonly NicPathRule[];
  readonly nicHost: readonly NicHostRule[];
  readonly nicDevice: readonly NicDeviceRule[];
  readonly diskPath: readonly DiskPathRule[];
  readonly diskHost: readonly DiskHostRule[];
  readonly diskDevice: readonly DiskDeviceRule[];
}

export const RULE_LISTS: RuleLists = {
  host: HOST_RULES,
  nicPath: NIC_PATH_RULES,
  nicHost: NIC_HOST_RULES,
  nicDevice: NIC_DEVICE_RULES,
  diskPath: DISK_PATH_RULES,
  diskHost: DISK_HOST_RULES,
  diskDevice: DISK_DEVICE_RULES,
};

/*
 * What refuses besides the rules in files of their own: the guest's and the devices' place, which Nova's fit tells, and
 * what only shows when all devices of the VM are looked at together.
 */
export const GUEST_NUMA_FIT = 'guest-numa-fit';
export const KNOWN_PATH = 'known-path';
export const PF_PRESENT = 'pf-present';
export const GUEST_FOR_PATH = 'guest-for-path';
export const NIC_NUMA_AFFINITY = 'nic-numa-affinity';
export const PCI_DEVICE_PRESENT = 'pci-device-present';
export const DISK_NUMA_AFFINITY = 'disk-numa-affinity';
export const ONE_VIF_MODEL = 'one-vif-model';
export const DEVICES_TOGETHER = 'devices-together';

/** One rule of the waterfall. */
export interface RankedRule {
  readonly name: string;
  readonly level: RuleLevel;
}

/** All rules one after the other; a rule's rank is its position here. */
export class RuleRanks {
  readonly rules: readonly RankedRule[];
  private readonly ranks: ReadonlyMap<string, number>;

  constructor(lists: RuleLists) {
    const ranked = (level: RuleLevel, names: readonly string[]): RankedRule[] => names.map((name) => ({ name, level }));
    const namesOf = (rules: readonly { readonly name: string }[]): string[] => rules.map(({ name }) => name);
    this.rules = [
      ...ranked('host', [...namesOf(lists.host), GUEST_NUMA_FIT]),
      ...ranked('path', [KNOWN_PATH, ...namesOf(lists.nicPath), ...namesOf(lists.nicHost)]),
      ...ranked('device', [PF_PRESENT, ...namesOf(lists.nicDevice)]),
      ...ranked('path', [GUEST_FOR_PATH]),
      ...ranked('device', [NIC_NUMA_AFFINITY]),
      ...ranked('path', [...namesOf(lists.diskPath), ...namesOf(lists.diskHost)]),
      ...ranked('device', [PCI_DEVICE_PRESENT, ...namesOf(lists.diskDevice), DISK_NUMA_AFFINITY]),
      ...ranked('together', [ONE_VIF_MODEL, DEVICES_TOGETHER]),
    ];
    this.ranks = new Map(this.rules.map(({ name }, rank) => [name, rank]));
  }

  /** @throws Error for a rule that is in no list. */
  rankOf(rule: string): number {
    const rank = this.ranks.get(rule);
    if (rank === undefined) throw new Error(`no rule ${rule}`);
    return rank;
  }
}
