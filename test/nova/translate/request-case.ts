import {
  addedSpecs,
  guestTopologyOf,
  type HostState,
  type NicPathName,
  type NicRequest,
  type PciAliasDefinition,
  type Placement,
  type PlanningPolicy,
  type VmRequest,
} from '@iopath/core';
import type { NovaAlias, NovaCase, NovaPort } from '../driver/nova-case';
import { deviceOrders, novaHostOf } from './host-case';

/** The cloud's `[pci]alias`: drives and HBAs, and functions of NICs that ports may ask for as well. */
const ALIASES: readonly PciAliasDefinition[] = [
  { name: 'nvme', vendorId: '144d', productId: 'a808', deviceType: 'type-PCI', numaPolicy: null },
  { name: 'hba', vendorId: '1000', productId: '00e1', deviceType: 'type-PCI', numaPolicy: null },
  { name: 'vf', vendorId: '15b3', productId: '101e', deviceType: 'type-VF', numaPolicy: 'preferred' },
  { name: 'pf', vendorId: '15b3', productId: '101d', deviceType: 'type-PF', numaPolicy: null },
];

const NOVA_ALIASES: readonly NovaAlias[] = ALIASES.map(({ name, vendorId, productId, deviceType, numaPolicy }) => ({
  name,
  vendor_id: vendorId ?? '',
  product_id: productId ?? '',
  device_type: deviceType ?? '',
  ...(numaPolicy === null ? {} : { numa_policy: numaPolicy }),
}));

/** Nova Zed is what can be installed; what later releases do otherwise is in tables. */
export const ZED: PlanningPolicy = {
  release: 'zed',
  cloud: { neutronMechanismDrivers: null, neutronExtensions: null, pciAliases: ALIASES },
};

type SentSpecs = Readonly<Record<string, string>>;

/** What Nova is asked when our answer is carried out: the flavor, image and ports of the placement. */
export function caseOfPlacement(request: VmRequest, host: HostState, { nova, ports }: Placement): NovaCase {
  const asked = ports.map((port): NovaPort => ({
    vnic_type: port.vnicType,
    physical_network: port.physicalNetwork,
    numa_affinity_policy: port.numaAffinityPolicy,
    trusted: null,
  }));
  const image = { ...request.image.properties, ...nova.imageProperties };
  return caseOf(request, host, nova.flavor.extraSpecs, image, asked);
}

/** The same where there is no answer: what it would have been, for NICs that name one path each. */
export function caseOfRequest(request: VmRequest, host: HostState): NovaCase {
  const ports = request.nics.map((nic): NovaPort => ({
    vnic_type: VNIC_TYPES[pathOf(nic)] ?? 'normal',
    physical_network: nic.physicalNetwork,
    numa_affinity_policy: takesDevice(nic) ? nic.numaAffinityPolicy : null,
    trusted: null,
  }));
  return caseOf(request, host, specsToSend(request, host), request.image.properties, ports);
}

const VNIC_TYPES: Partial<Record<NicPathName, string>> = {
  sriov_vf: 'direct',
  sriov_vf_switchdev: 'direct',
  pci_passthrough: 'direct-physical',
  macvtap: 'macvtap',
  vdpa: 'vdpa',
};

function pathOf({ paths }: NicRequest): NicPathName {
  const [path, ...others] = paths ?? [];
  if (path === undefined || others.length > 0) throw new RangeError('a NIC of a differential test names one path');
  return path;
}

function takesDevice(nic: NicRequest): boolean {
  return pathOf(nic) in VNIC_TYPES;
}

/** With what the paths add, unless flavor and image are refused as they are. */
function specsToSend(request: VmRequest, host: HostState): SentSpecs {
  const { flavor, image } = request;
  if (!guestTopologyOf(flavor, image).ok) return flavor.extraSpecs;
  return { ...flavor.extraSpecs, ...addedSpecs(request, host, ZED) };
}

function caseOf(
  { flavor }: VmRequest,
  host: HostState,
  extraSpecs: SentSpecs,
  image: SentSpecs,
  ports: readonly NovaPort[],
): NovaCase {
  const novaHost = novaHostOf(host);
  const kinds = new Set(ports.map((port) => port.vnic_type));
  const ofNics = /\b[vp]f:/.test(extraSpecs['pci_passthrough:alias'] ?? '');
  const mixes =
    ofNics || (kinds.has('direct-physical') && (kinds.has('direct') || kinds.has('macvtap') || kinds.has('vdpa')));
  return {
    flavor: { vcpus: flavor.vcpus, ram_mib: flavor.ramMib, disk_gib: flavor.diskGib, extra_specs: extraSpecs },
    image,
    aliases: NOVA_ALIASES,
    ports,
    host: novaHost,
    ...(mixes ? { device_orders: deviceOrders(novaHost) } : {}),
  };
}
