import { nicModelOf } from '../../../nic-catalogue/nic-catalogue';
import type { AssumedFact, Bridge, PciDevice, PhysicalFunction, VirtualFunction } from '../../inventory';
import { comparePciAddresses } from '../../pci-address';
import { MAX_PCI_DEVICES, MAX_PFS, MAX_VFS_PER_PF } from './fact-fields.data';
import type { LaidFields, LaidPf, LaidThings } from './lay-things';

type Warn = (warning: string) => void;

/** What of a NIC or device that is a VF, too, is true of the VF. */
const OF_ONE_FUNCTION = ['vendorId', 'productId', 'driver', 'iommuGroup', 'ifname'] as const;

/** Where to say what is odd, and what is inferred. */
interface Notes {
  readonly warn: Warn;
  readonly assumed: AssumedFact[];
}

export interface WholeDevices {
  /** What of them nobody told. */
  readonly assumed: readonly AssumedFact[];
  readonly pfs: readonly PhysicalFunction[];
  readonly pciDevices: readonly PciDevice[];
}

/**
 * NICs and devices with everything that the domain wants to know of each. A function counts once, whoever lists it as
 * what: as the PF of its VFs, as a VF of its PF, as a NIC, as another device, in this order. What nobody knows the vendor
 * and product ids of is left out.
 */
export function wholeDevices(laid: LaidThings, warn: Warn): WholeDevices {
  const notes: Notes = { warn, assumed: [] };
  const others = new Map<string, LaidFields>(laid.pciDevices.map((device) => [device['address'] as string, device]));
  const nics = new Map<string, LaidPf>(laid.pfs.map((pf) => [pf.address, pf]));
  const parents = new Set(laid.pfs.filter(hasSriov).map(({ address }) => address));
  const asVf = new Set<string>();
  const withVfs = [...laid.pfs].sort(byAddress).map((pf) => {
    const vfs = [...(pf.vfs as readonly (LaidFields & { readonly address: string })[])]
      .sort(byAddress)
      .flatMap((vf) => {
        if (parents.has(vf.address) || asVf.has(vf.address)) {
          warn(
            `pfs/${pf.address}/vfs/${vf.address}: the function is a NIC of its own, or a VF of another one already.`,
          );
          return [];
        }
        asVf.add(vf.address);
        return [filled(vf, nics.get(vf.address), others.get(vf.address))];
      });
    return { ...pf, vfs: listed(vfs, MAX_VFS_PER_PF, `pfs/${pf.address}/vfs`, warn) };
  });
  const pfs = withVfs
    .filter(({ address }) => !asVf.has(address))
    .map((pf) => ({ ...others.get(pf.address), ...pf }))
    .flatMap((pf) => wholePf(pf, notes));
  const isNic = new Set(withVfs.map(({ address }) => address));
  const pciDevices = [...others.values()]
    .map((device) => ({ ...device, address: device['address'] as string }))
    .filter(({ address }) => !isNic.has(address) && !asVf.has(address))
    .sort(byAddress)
    .flatMap((device) => wholeDevice(device, warn));
  return {
    assumed: notes.assumed,
    pfs: listed(pfs, MAX_PFS, 'pfs', warn),
    pciDevices: listed(pciDevices, MAX_PCI_DEVICES, 'pci_devices', warn),
  };
}

export function wholeBridge(laid: LaidFields, warn: Warn): Bridge[] {
  const bridge = laid as Partial<Bridge> & Pick<Bridge, 'name'>;
  if (bridge.datapath === undefined) {
    warn(`bridges/${bridge.name}: nobody tells its datapath; it is left out.`);
    return [];
  }
  const { name, physicalNetwork = null, datapath, uplinkMbps = null, hwOffload = null } = bridge;
  return [{ name, physicalNetwork, datapath, uplinkMbps, hwOffload }];
}

/** No more of a list than a document can hold. */
export function listed<Thing>(things: readonly Thing[], max: number, list: string, warn: Warn): readonly Thing[] {
  if (things.length <= max) return things;
  warn(`${list}: ${things.length} are told, and a document holds ${max}; the last ones are left out.`);
  return things.slice(0, max);
}

function hasSriov({ vfs, totalVfs }: LaidPf & { readonly totalVfs?: unknown }): boolean {
  return vfs.length > 0 || (totalVfs !== undefined && totalVfs !== 0);
}

function filled(vf: LaidFields & { readonly address: string }, ...likewise: (LaidFields | undefined)[]) {
  const more = likewise.flatMap((other) =>
    OF_ONE_FUNCTION.filter((name) => other?.[name] !== undefined).map((name) => [name, other?.[name]] as const),
  );
  return { ...Object.fromEntries([...more].reverse()), ...vf, address: vf.address };
}

function wholePf(laid: LaidFields & { readonly address: string; readonly vfs: readonly LaidFields[] }, notes: Notes) {
  const pf = laid as Partial<PhysicalFunction> & typeof laid;
  if (pf.vendorId === undefined || pf.productId === undefined) {
    notes.warn(`pfs/${pf.address}: nobody tells its vendor and product ids; it is left out.`);
    return [];
  }
  const whole: PhysicalFunction = {
    address: pf.address,
    ifname: pf.ifname ?? null,
    vendorId: pf.vendorId,
    productId: pf.productId,
    driver: pf.driver ?? null,
    numaNode: pf.numaNode ?? null,
    physicalNetwork: pf.physicalNetwork ?? null,
    linkSpeedMbps: pf.linkSpeedMbps ?? null,
    linkState: pf.linkState ?? 'unknown',
    mtu: pf.mtu ?? null,
    combinedQueues: pf.combinedQueues ?? null,
    ...given(pf, ['combinedQueuesMax', 'hwTcOffload', 'firmwareVersion', 'vfTotalMsix']),
    eswitchMode: pf.eswitchMode ?? null,
    totalVfs: pf.totalVfs ?? null,
    iommuGroup: pf.iommuGroup ?? null,
    pcieRoot: pf.pcieRoot ?? null,
    packetRateKpps: pf.packetRateKpps ?? null,
    ...given(pf, ['oneTimeUse']),
    vfs: wholeVfs(pf.vfs, { address: pf.address, vendorId: pf.vendorId, productId: pf.productId }, notes),
  };
  return [whole];
}

/**
 * VFs of one PF have its vendor id (Linux, `drivers/pci/iov.c pci_iov_add_virtfn`) and one product id
 * (PCI Express 6.0, 9.3.3.11, VF Device ID): where nobody tells it, that of the model, if that has one only. VFs without an
 * index get the free ones, in the order of addresses.
 */
function wholeVfs(
  laid: readonly LaidFields[],
  pf: Pick<PhysicalFunction, 'address' | 'vendorId' | 'productId'>,
  notes: Notes,
): readonly VirtualFunction[] {
  const vfs = laid as readonly (Partial<VirtualFunction> & Pick<VirtualFunction, 'address'>)[];
  if (vfs.length === 0) return [];
  const product = vfs.find(({ productId }) => productId !== undefined)?.productId ?? productByModel(pf, notes);
  if (product === null) {
    notes.warn(`pfs/${pf.address}/vfs: nobody tells their product id; they are left out.`);
    return [];
  }
  const indexes = indexesOf(vfs, pf.address, notes.warn);
  return vfs.map((vf, i) => ({
    index: indexes[i] as number,
    address: vf.address,
    vendorId: vf.vendorId ?? pf.vendorId,
    productId: vf.productId ?? product,
    driver: vf.driver ?? null,
    iommuGroup: vf.iommuGroup ?? null,
    queues: vf.queues ?? null,
    ...given(vf, ['queuesMax', 'msixVectors', 'ifname']),
    vdpaDevice: vf.vdpaDevice ?? null,
    state: vf.state ?? 'available',
  }));
}

function productByModel(
  { address, vendorId, productId }: Pick<PhysicalFunction, 'address' | 'vendorId' | 'productId'>,
  notes: Notes,
): string | null {
  const model = nicModelOf(vendorId, productId);
  const [product, ...others] = model?.vfProductIds ?? [];
  if (model === null || product === undefined || others.length > 0) return null;
  const why = `nobody tells their product id: ${product} is that of VFs of ${model.title}`;
  notes.assumed.push({ fact: `pfs/${address}/vfs`, why });
  return product;
}

/** Each number once: the first VF that tells it keeps it. */
function indexesOf(vfs: readonly { readonly index?: number }[], pfAddress: string, warn: Warn): readonly number[] {
  const taken = new Set<number>();
  const own = vfs.map(({ index }) => {
    if (index === undefined) return null;
    if (taken.has(index)) {
      warn(`pfs/${pfAddress}/vfs: two have index ${index}; the later one gets another.`);
      return null;
    }
    taken.add(index);
    return index;
  });
  let next = 0;
  return own.map((index) => {
    if (index !== null) return index;
    while (taken.has(next)) next++;
    taken.add(next);
    return next;
  });
}

function wholeDevice(laid: LaidFields & { readonly address: string }, warn: Warn): PciDevice[] {
  const device = laid as Partial<PciDevice> & typeof laid;
  if (device.vendorId === undefined || device.productId === undefined) {
    warn(`pci_devices/${device.address}: nobody tells its vendor and product ids; it is left out.`);
    return [];
  }
  return [
    {
      address: device.address,
      vendorId: device.vendorId,
      productId: device.productId,
      deviceClass: device.deviceClass ?? 'unknown',
      ...given(device, ['driver']),
      deviceType: device.deviceType ?? 'type-PCI',
      pfAddress: device.pfAddress ?? null,
      numaNode: device.numaNode ?? null,
      iommuGroup: device.iommuGroup ?? null,
      alias: device.alias ?? null,
      hostInUse: device.hostInUse ?? false,
      ...given(device, ['oneTimeUse']),
    },
  ];
}

/** What was left out stays left out. */
function given<Thing extends object, Name extends keyof Thing>(
  thing: Thing,
  names: readonly Name[],
): { [Key in Name]?: Exclude<Thing[Key], undefined> } {
  const told = names.filter((name) => thing[name] !== undefined).map((name) => [name, thing[name]]);
  return Object.fromEntries(told) as { [Key in Name]?: Exclude<Thing[Key], undefined> };
}

function byAddress(a: { readonly address: string }, b: { readonly address: string }): number {
  return comparePciAddresses(a.address, b.address);
}
