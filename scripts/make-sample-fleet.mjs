/**
 * Writes `examples/fleet.ndjson`, the fleet of the demo and of the API's examples: one inventory document a line, made
 * from the descriptions in `sample-fleet/`. The same descriptions give the same file; `--print` shows it instead.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CONTROLLERS, HARDWARE_TYPES } from './sample-fleet/hardware-types.mjs';
import { HOSTS } from './sample-fleet/hosts.mjs';

const THREADS = 2;
/** Bridges, chipset and drives have the numbers below. */
const FIRST_NIC_GROUP = 180;
const KIB_PER_MIB = 1024;
const KIB_PER_GIB = 1_048_576;

const text = HOSTS.map((host) => `${JSON.stringify(documentOf(host))}\n`).join('');
if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(path.resolve(import.meta.dirname, '../examples/fleet.ndjson'), text);

function documentOf(host) {
  const type = HARDWARE_TYPES[host.type];
  const iommu = type.iommu ?? true;
  const nextGroup = groupNumbers(host);
  const groupOn = (card) => (iommu ? { iommu_group: nextGroup(card) } : {});
  const pfs = type.cards.flatMap((card, nth) => [0, 1].map((port) => pfOf({ host, card, nth, port, groupOn })));
  return {
    host_name: host.name,
    generation: null,
    source: 'collector',
    availability_zone: host.zone ?? 'nova',
    aggregates: host.aggregates ?? type.aggregates,
    rack: host.rack,
    versions: type.versions,
    cpu: { arch: type.arch, model: type.model, apicv: type.apicv, posted_interrupts: type.posted_interrupts },
    iommu: { enabled: iommu, passthrough: iommu && (host.iommuPassthrough ?? true) },
    vhost: { net: host.vhostNet ?? true, user: host.dpdk ?? false, vdpa: host.vdpa !== undefined },
    allocation_ratios: type.ratios,
    reserved: type.reserved,
    ...cpuSetsOf(host, type),
    local_disk: type.localDisk,
    numa_nodes: Array.from({ length: type.nodes }, (_, id) => nodeOf(host, type, id)),
    pfs,
    pci_devices: devicesOf(host, type),
    bridges: bridgesOf(host, type),
  };
}

/** Host CPUs of one core: its first threads come first in Linux' numbering, then all second ones. */
function threadsOf(type, node, core) {
  const cpu = type.numbering === 'in turn' ? core * type.nodes + node : node * type.cores + core;
  return Array.from({ length: THREADS }, (_, thread) => cpu + thread * type.nodes * type.cores);
}

function coresOf(type, node, from, to) {
  return Array.from({ length: to - from }, (_, i) => threadsOf(type, node, from + i));
}

/** Of each node: a core or two for the host itself, then those that VMs share, then those that may be pinned. */
function cpuSetsOf(host, type) {
  if (type.sharedCores === null || host.cpuSets === false) return {};
  const cpus = (from, to) => {
    const nodes = Array.from({ length: type.nodes }, (_, node) => coresOf(type, node, from, to));
    return cpuList(nodes.flat(2));
  };
  const firstPinned = type.hostCores + type.sharedCores;
  return { cpu_dedicated_set: cpus(firstPinned, type.cores), cpu_shared_set: cpus(type.hostCores, firstPinned) };
}

function nodeOf(host, type, id) {
  const siblings = coresOf(type, id, 0, type.cores);
  const socket = Math.floor(id / type.nodesASocket);
  return {
    id,
    socket,
    cpus: cpuList(siblings.flat()),
    siblings,
    memory_mib: type.memoryMib,
    distances: Array.from({ length: type.nodes }, (_, other) => {
      if (other === id) return type.distances.self;
      const near = Math.floor(other / type.nodesASocket) === socket;
      return near ? type.distances.sameSocket : type.distances.otherSocket;
    }),
    pages: pagesOf(type, host.hugeGib ?? type.hugeGib, host.hugePageKib ?? KIB_PER_GIB),
  };
}

/** Base pages are what huge ones leave, as libvirt counts them. */
function pagesOf(type, hugeGib, hugePageKib) {
  const hugeKib = hugeGib * KIB_PER_GIB;
  const base = { size_kib: 4, total: (type.memoryMib * KIB_PER_MIB - hugeKib) / 4 };
  return hugeGib === 0 ? [base] : [base, { size_kib: hugePageKib, total: hugeKib / hugePageKib }];
}

function pfOf({ host, card, nth, port, groupOn }) {
  const controller = CONTROLLERS[card.controller];
  const down = isNamed(host.linkDown, nth, port);
  const network = card.networks[port];
  const eswitch = host.switchdev?.includes(nth) ? 'switchdev' : controller.eswitch_mode;
  return {
    address: addressOf(card.bus, port),
    ifname: `${card.ifname}f${port}${card.controller === 'connectX6Dx' ? 'np' + port : ''}`,
    vendor_id: controller.vendor_id,
    product_id: controller.product_id,
    driver: controller.driver,
    numa_node: host.nodesUnknown ? -1 : card.node,
    ...(network === null ? {} : { physical_network: network }),
    ...(down ? {} : { link_speed_mbps: controller.speed }),
    link_state: down ? 'down' : 'up',
    mtu: network === null ? 1500 : 9000,
    combined_queues: controller.queues,
    ...(eswitch === null ? {} : { eswitch_mode: eswitch }),
    total_vfs: controller.vf.total,
    ...groupOn(nth),
    pcie_root: card.root,
    vfs: host.withoutVfs ? [] : vfsOf({ host, card, nth, port, controller, groupOn }),
  };
}

function vfsOf({ host, card, nth, port, controller, groupOn }) {
  const { vf, vendor_id } = controller;
  return Array.from({ length: card.vfs[port] }, (_, index) => ({
    index,
    address: addressOf(card.bus, vf.first[port] + index * vf.stride),
    vendor_id,
    product_id: vf.product_id,
    driver: vf.driver,
    ...groupOn(nth),
    queues: vf.queues,
    ...(isNamed(host.vdpa, nth, port) ? { vdpa_device: `vdpa${index}` } : {}),
    state:
      host.vfStates?.find((odd) => odd.card === nth && odd.port === port && odd.vfs.includes(index))?.state ??
      'available',
  }));
}

/** Gives each function a group of its own, in order; without access control a card is one group. */
function groupNumbers(host) {
  let next = FIRST_NIC_GROUP;
  const ofCard = new Map();
  return (card) => {
    if (!host.groupPerCard) return next++;
    if (!ofCard.has(card)) ofCard.set(card, next++);
    return ofCard.get(card);
  };
}

function isNamed(places, card, port) {
  return places?.some((place) => place.card === card && place.port === port) ?? false;
}

/** Bus and the number of the function on it: five bits of slot, three of function. */
function addressOf(bus, devfn) {
  return `0000:${hexByte(bus)}:${hexByte(devfn >> 3)}.${devfn & 7}`;
}

function hexByte(value) {
  return value.toString(16).padStart(2, '0');
}

function devicesOf(host, type) {
  return type.nvme.map(({ address, node, group, host_in_use }, i) => ({
    address: host.vmd && i === 1 ? '10000:01:00.0' : address,
    vendor_id: '144d',
    product_id: 'a80a',
    class: 'nvme',
    numa_node: node,
    iommu_group: group,
    alias: 'nvme-pm9a3',
    host_in_use,
  }));
}

function bridgesOf(host, type) {
  const datapath = host.dpdk ? 'netdev' : 'system';
  const networks = ['physnet1', ...(type.iommu === false ? [] : ['physnet2'])];
  return networks.map((name) => ({
    name: `br-${name}`,
    physical_network: name,
    datapath,
    uplink_mbps: type.uplinkMbps,
    hw_offload: host.switchdev !== undefined,
  }));
}

/** Linux' list syntax, `0-3,8`. */
function cpuList(cpus) {
  const parts = [];
  for (const cpu of [...cpus].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last !== undefined && last.end + 1 === cpu) last.end = cpu;
    else parts.push({ start: cpu, end: cpu });
  }
  return parts.map(({ start, end }) => (start === end ? `${start}` : `${start}-${end}`)).join(',');
}
