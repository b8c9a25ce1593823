import { PCI_DEVICE_TYPES } from '../../inventory';
import {
  cpuSet,
  flag,
  integer,
  listOf,
  namesOf,
  numbersByNumber,
  objectOf,
  oneOf,
  pciAddress,
  pciId,
  positive,
  type Taken,
  text,
} from './taken';

/** The fields of one kind of thing, and what the document can hold of each. */
export type FactFields = Readonly<Record<string, Taken>>;

export const MAX_NUMA_NODES = 1024;
export const MAX_PFS = 256;
export const MAX_VFS_PER_PF = 1024;
export const MAX_PCI_DEVICES = 1024;
export const MAX_BRIDGES = 256;
export const MAX_NETWORK_AFFINITIES = 256;
export const MAX_PAGE_POOLS = 16;
export const MAX_MIB = 2 ** 40;

const SHORT = text(64);
const NAME = text(127);
const LONG = text(255);
const COUNT_16_BIT = integer(0, 65_535);

export const nodeId = integer(0, 1023);

export const NODE_FIELDS: FactFields = {
  socket: nodeId,
  cpus: cpuSet,
  siblings: listOf((group) => {
    const cpus = cpuSet(group) as readonly number[] | undefined;
    return cpus !== undefined && cpus.length > 0 && cpus.length <= 64 ? cpus : undefined;
  }, 8192),
  memoryMib: integer(0, MAX_MIB),
  distanceTo: numbersByNumber(nodeId, integer(0, 255)),
  pages: listOf(
    objectOf({ sizeKib: integer(1, 2 ** 31), total: integer(0, 2 ** 40), free: integer(0, 2 ** 40) }, [
      'sizeKib',
      'total',
    ]),
    64,
  ),
};

export const VF_FIELDS: FactFields = {
  index: COUNT_16_BIT,
  vendorId: pciId,
  productId: pciId,
  driver: SHORT,
  iommuGroup: COUNT_16_BIT,
  queues: COUNT_16_BIT,
  queuesMax: COUNT_16_BIT,
  msixVectors: COUNT_16_BIT,
  ifname: NAME,
  vdpaDevice: SHORT,
  state: oneOf(['available', 'in_use_externally', 'unhealthy', 'quarantined']),
};

export const PF_FIELDS: FactFields = {
  ifname: NAME,
  vendorId: pciId,
  productId: pciId,
  driver: SHORT,
  numaNode: nodeId,
  physicalNetwork: LONG,
  linkSpeedMbps: integer(0, 10_000_000),
  linkState: oneOf(['up', 'down']),
  mtu: integer(68, 65_535),
  combinedQueues: COUNT_16_BIT,
  combinedQueuesMax: COUNT_16_BIT,
  eswitchMode: oneOf(['legacy', 'switchdev']),
  hwTcOffload: flag,
  firmwareVersion: LONG,
  vfTotalMsix: integer(0, 1_000_000),
  totalVfs: COUNT_16_BIT,
  iommuGroup: COUNT_16_BIT,
  pcieRoot: SHORT,
  packetRateKpps: integer(1, 10_000_000),
  oneTimeUse: oneOf([true]),
};

export const PCI_DEVICE_FIELDS: FactFields = {
  vendorId: pciId,
  productId: pciId,
  deviceClass: SHORT,
  driver: SHORT,
  deviceType: oneOf(PCI_DEVICE_TYPES),
  pfAddress: pciAddress,
  numaNode: nodeId,
  iommuGroup: COUNT_16_BIT,
  alias: LONG,
  hostInUse: flag,
  oneTimeUse: oneOf([true]),
};

export const BRIDGE_FIELDS: FactFields = {
  physicalNetwork: LONG,
  datapath: oneOf(['system', 'netdev']),
  uplinkMbps: integer(0, 10_000_000),
  hwOffload: flag,
};

export const NETWORK_AFFINITY_FIELDS: FactFields = { numaNodes: listOf(nodeId, 1024) };

/** Facts of the host as a whole. */
export const SETTING_FIELDS: FactFields = {
  availabilityZone: LONG,
  aggregates: namesOf(256),
  rack: LONG,
  cpuDedicatedSet: cpuSet,
  cpuSharedSet: cpuSet,
  localDisk: objectOf({ totalGib: integer(0, 2 ** 40), kind: oneOf(['nvme', 'ssd', 'hdd']) }, ['totalGib', 'kind']),
  packingHostNumaCellsAllocationStrategy: flag,
  fileBackedMemory: flag,
  maxQueues: integer(1, 4096),
  traits: namesOf(4096),
  kernelCommandLine: text(4096),
  vfio: flag,
};

/** Settings that are told part by part. */
export const SETTING_GROUPS: Readonly<Record<string, FactFields>> = {
  versions: { kernel: LONG, qemu: LONG, libvirt: LONG, openvswitch: LONG },
  cpu: { arch: SHORT, model: LONG, apicv: flag, postedInterrupts: flag, isolatedCpus: cpuSet, smtActive: flag },
  iommu: { enabled: flag, passthrough: flag },
  vhost: { net: flag, user: flag, vdpa: flag },
  allocationRatios: { cpu: positive(1000), ram: positive(1000), disk: positive(1000) },
  reserved: { cpus: integer(0, 8192), memoryMib: integer(0, MAX_MIB), diskGib: integer(0, 2 ** 40) },
};

export const bridgeName = NAME;
export const networkName = LONG;
