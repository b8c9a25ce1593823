import { ROOT_DISK_NAME } from '../feasibility/disk-rules/root-disk.rule';
import type { HostState } from '../fleet/host-state';
import { formatAliases } from '../nova/pci-alias';
import type { Assignment } from '../planning/devices/assignment';
import { flavorName } from '../flavor/flavor-name';
import { reusableFlavor } from '../flavor/reusable-flavor';
import type { NovaAnswer } from '../planning/decision';
import type { Candidate } from '../planning/search/evaluate-host';
import { guestNeeds } from '../planning/devices/guest-variants';
import { multiqueueEnabled } from '../planning/multiqueue';
import type { RequestContext } from '../planning/request-context';
import type { NumaAffinityPolicy } from '../request/vm-request';

/** The flavor, image properties and server placement that make Nova build this candidate. */
export function novaAnswer(candidate: Candidate, context: RequestContext): NovaAnswer {
  const { host, assignment } = candidate;
  return {
    flavor: answeredFlavor(candidate, context),
    imageProperties: imageProperties(assignment, context),
    blockDeviceMapping: blockDeviceMapping(assignment, context),
    server: { host: host.hostName, availabilityZone: host.inventory.availabilityZone },
  };
}

/** One of the flavors that the cloud has, where it builds the same guest from this image; else one to create. */
function answeredFlavor({ host, assignment }: Candidate, context: RequestContext): NovaAnswer['flavor'] {
  const { flavor, image, existingFlavors } = context.request;
  const needed = { ...flavor, extraSpecs: flavorExtraSpecs(host, assignment, context) };
  const existing = reusableFlavor(needed, image, existingFlavors ?? []);
  const { name, vcpus, ramMib, diskGib, extraSpecs } = existing ?? { ...needed, name: flavorName(needed) };
  return { name, vcpus, ramMib, diskGib, extraSpecs, reused: existing !== null };
}

/** The caller's extra specs, and those that the paths need; each only where it has an effect. */
function flavorExtraSpecs(
  { inventory }: HostState,
  assignment: Assignment,
  context: RequestContext,
): Readonly<Record<string, string>> {
  const { flavor, image } = context.request;
  const { nics, disks } = assignment;
  const disksTakeDevices = disks.some(({ device }) => device !== null);
  const guest = context.topologies.for(guestNeeds(nics, disksTakeDevices, context), inventory.fileBackedMemory);
  const specs: Record<string, string> = { ...flavor.extraSpecs, ...guest.addedSpecs };
  const policy = policyForAllDevices(assignment, context);
  if (policy !== null && image.properties['hw_pci_numa_affinity_policy'] === undefined) {
    specs['hw:pci_numa_affinity_policy'] ??= policy;
  }
  const usesVirtio = nics.some(({ path }) => path.vifModel === 'virtio');
  const imageDecides = image.properties['hw_vif_multiqueue_enabled'] !== undefined;
  if (usesVirtio && multiqueueEnabled(context.request) && !imageDecides) specs['hw:vif_multiqueue_enabled'] ??= 'true';
  const aliases = disks.flatMap(({ device }) => (device?.alias ? [{ alias: device.alias, count: 1 }] : []));
  if (aliases.length > 0) {
    specs['pci_passthrough:alias'] = formatAliases([...context.aliases, ...aliases]);
  }
  return specs;
}

/**
 * The PCI NUMA policy that the flavor may state for all devices at once: one that every NIC with a device states
 * alike. It needs a guest NUMA topology to have any effect, and a port's own policy would win over it (handbook 2.2).
 * Devices of an alias know no other policy than the flavor's, so beside them each port speaks for itself.
 */
function policyForAllDevices(
  { anchor, nics, disks, aliasDevices }: Assignment,
  context: RequestContext,
): NumaAffinityPolicy | null {
  const byAlias = aliasDevices.length > 0 || disks.some(({ device }) => device !== null);
  const policies = nics.flatMap(({ pf }, index) => (pf === null ? [] : [context.nics[index]?.statedPolicy ?? null]));
  if (anchor.topology === null || (policies.length === 0 && !byAlias)) return null;
  if (context.flavorPciPolicy !== null || byAlias) return context.flavorPciPolicy;
  const [first = null] = policies;
  return policies.every((policy) => policy === first) ? first : null;
}

function imageProperties({ nics, disks }: Assignment, { request }: RequestContext): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {};
  const vifModel = nics.find(({ path }) => path.vifModel !== null)?.path.vifModel;
  if (vifModel) properties['hw_vif_model'] = vifModel;
  const root = disks[request.disks.findIndex((disk) => disk.name === ROOT_DISK_NAME)]?.path;
  const given = request.image.properties['hw_disk_bus'];
  if (root?.diskBus) properties['hw_disk_bus'] = root.name === 'emulated' && given !== undefined ? given : root.diskBus;
  const scsi = disks.find(({ path }) => path.scsiModel !== null)?.path.scsiModel;
  if (scsi) properties['hw_scsi_model'] = scsi;
  return properties;
}

/** Disks other than the root disk carry their bus in block_device_mapping_v2 (handbook 1.3). */
function blockDeviceMapping({ disks }: Assignment, { request }: RequestContext): NovaAnswer['blockDeviceMapping'] {
  return disks.flatMap(({ path }, index) => {
    const disk = request.disks[index];
    if (disk === undefined || disk.name === ROOT_DISK_NAME || path.diskBus === null) return [];
    return [{ disk: disk.name, diskBus: path.diskBus }];
  });
}
