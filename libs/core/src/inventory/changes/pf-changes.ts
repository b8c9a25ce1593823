import type { PhysicalFunction } from '../inventory';
import { countWords, numberWords, valueWords } from './change-words';
import { amount, describeFields, type FieldRule, type FieldRules, flag, label, type NamedThing } from './field-rule';
import type { InventoryChangeCode } from './inventory-change-codes.data';
import type { ChangeEffect, InventoryChange } from './inventory-change';
import { describeVfs } from './vf-changes';

const LINK_CODES: Readonly<Record<string, InventoryChangeCode>> = { up: 'pf.link_up', down: 'pf.link_down' };
const LINK_EFFECTS: Readonly<Record<string, ChangeEffect>> = { up: 'capacity_more', down: 'breaks_guests' };

const linkState: FieldRule = {
  ...label('pf.link_unknown', 'link'),
  code: (_before, after) => LINK_CODES[String(after)] ?? 'pf.link_unknown',
  effect: (_before, after) => LINK_EFFECTS[String(after)] ?? 'capacity_less',
  sentence: (thing, before, after) => {
    if (after === 'down') return before === 'up' ? `${thing} lost its link` : `${thing} has no link`;
    if (after === 'up') return before === 'down' ? `${thing} has link again` : `${thing} has link`;
    return `nobody tells any more whether ${thing} has link`;
  },
};

/** Binding the PF to another driver, and changing its eswitch mode, destroys its VFs (kernel: sriov_numvfs goes to 0). */
const REMAKES_VFS: ChangeEffect = 'breaks_guests';

const RULES: FieldRules<PhysicalFunction, 'vfs'> = {
  address: label('pf.fact_changed', 'address'),
  ifname: label('pf.renamed', 'name'),
  vendorId: label('pf.fact_changed', 'vendor id'),
  productId: label('pf.fact_changed', 'product id'),
  driver: label('pf.driver_changed', 'driver', REMAKES_VFS),
  numaNode: label('pf.numa_node_changed', 'NUMA node'),
  physicalNetwork: label('pf.physical_network_changed', 'physical network', 'breaks_guests'),
  linkSpeedMbps: amount('pf.link_speed_changed', 'link speed', {
    unit: 'Mbit/s',
    sentence: (thing, before, after) =>
      typeof before === 'number' && typeof after === 'number'
        ? `${thing} went from ${numberWords(before)} to ${numberWords(after)} Mbit/s`
        : null,
  }),
  linkState,
  mtu: amount('pf.mtu_changed', 'MTU', { less: 'breaks_guests', more: 'note' }),
  combinedQueues: amount('pf.queues_changed', 'number of queues'),
  combinedQueuesMax: amount('pf.queues_changed', 'queue limit', { less: 'note', more: 'note' }),
  eswitchMode: label('pf.eswitch_mode_changed', 'eswitch mode', REMAKES_VFS),
  hwTcOffload: flag('pf.fact_changed', 'hw-tc-offload', { less: 'capacity_less', more: 'capacity_more' }),
  firmwareVersion: label('pf.fact_changed', 'firmware'),
  vfTotalMsix: amount('pf.fact_changed', 'number of interrupt vectors for VFs', { less: 'note', more: 'note' }),
  totalVfs: amount('pf.total_vfs_changed', 'VF limit', { less: 'note', more: 'note' }),
  iommuGroup: label('pf.iommu_group_changed', 'IOMMU group'),
  pcieRoot: label('pf.fact_changed', 'PCIe root'),
  packetRateKpps: amount('pf.packet_rate_changed', 'packet rate', { unit: 'kpps' }),
  oneTimeUse: flag('pf.fact_changed', 'one-time use'),
};

/** What is different of network functions and their VFs, which come normalised (`normalisedInventory`). */
export function describePfs(
  before: readonly PhysicalFunction[],
  after: readonly PhysicalFunction[],
): InventoryChange[] {
  const old = new Map(before.map((pf) => [pf.address, pf]));
  const now = new Set(after.map(({ address }) => address));
  return [
    ...before.filter(({ address }) => !now.has(address)).map((pf) => cameOrWent(pf, 'gone')),
    ...after.flatMap((pf) => {
      const former = old.get(pf.address);
      return former === undefined ? [cameOrWent(pf, 'added')] : describePf(former, pf);
    }),
  ];
}

function cameOrWent(pf: PhysicalFunction, how: 'gone' | 'added'): InventoryChange {
  const { words, subject, things } = named(pf);
  const vfs = pf.vfs.length === 0 ? '' : ` with ${countWords(pf.vfs.length, 'VF')}`;
  return {
    code: `pf.${how}`,
    subject,
    field: null,
    count: 1,
    text: `${words}${vfs} ${how === 'gone' ? 'is gone' : 'came'}.`,
    before: how === 'gone' ? pf.vfs.length : null,
    after: how === 'gone' ? null : pf.vfs.length,
    effect: how === 'gone' ? 'breaks_guests' : 'capacity_more',
    things: [...things, ...pf.vfs.map(({ address }) => `${subject}/vfs/${address}`)],
  };
}

function describePf(before: PhysicalFunction, after: PhysicalFunction): InventoryChange[] {
  const { vfs: oldVfs, ...old } = before;
  const { vfs: nowVfs, ...now } = after;
  const pf = named(after);
  const lines = describeFields(pf, RULES, old, now, 'pf.fact_changed');
  const vfLines = describeVfs({ subject: pf.subject, words: nicWords(after) }, oldVfs, nowVfs);
  if (oldVfs.length === nowVfs.length) return [...lines, ...vfLines];
  const number: InventoryChange = {
    code: 'pf.numvfs_changed',
    subject: pf.subject,
    field: 'vfs',
    count: 1,
    text: `${pf.words} has ${countWords(nowVfs.length, 'VF')} now; it had ${numberWords(oldVfs.length)}.`,
    before: oldVfs.length,
    after: nowVfs.length,
    effect: nowVfs.length < oldVfs.length ? 'capacity_less' : 'capacity_more',
    things: [],
  };
  return [...lines, number, ...vfLines];
}

function named(pf: PhysicalFunction): NamedThing {
  const path = `pfs/${pf.address}`;
  return { words: `PF ${nicWords(pf)}`, subject: path, things: [path], count: 1 };
}

/** `ens1f0 (0000:3b:00.0)`; of a function without interface its address. */
export function nicWords({ ifname, address }: Pick<PhysicalFunction, 'ifname' | 'address'>): string {
  return ifname === null || ifname === '' ? address : `${valueWords(ifname)} (${address})`;
}
