import type { Inventory } from '../../inventory';
import { DEFAULT_ALLOCATION_RATIOS, DEFAULT_RESERVED } from '../../nova-defaults';
import type { LaidThings } from './lay-things';

/** The facts of the host as a whole; what nobody tells is unknown, or what Nova takes by default. */
export function wholeSettings({ settings, groups }: LaidThings) {
  const told = settings as Partial<Inventory>;
  const group = <Name extends keyof Inventory>(name: Name) => (groups[name] ?? {}) as Partial<Inventory[Name] & object>;
  const versions = group('versions');
  const cpu = group('cpu');
  const iommu = group('iommu');
  const vhost = group('vhost');
  return {
    availabilityZone: told.availabilityZone ?? null,
    aggregates: told.aggregates ?? [],
    rack: told.rack ?? null,
    versions: {
      kernel: versions.kernel ?? null,
      qemu: versions.qemu ?? null,
      libvirt: versions.libvirt ?? null,
      ...(versions.openvswitch === undefined ? {} : { openvswitch: versions.openvswitch }),
    },
    cpu: {
      arch: cpu.arch ?? null,
      model: cpu.model ?? null,
      apicv: cpu.apicv ?? null,
      postedInterrupts: cpu.postedInterrupts ?? null,
      ...(cpu.isolatedCpus === undefined ? {} : { isolatedCpus: cpu.isolatedCpus }),
      ...(cpu.smtActive === undefined ? {} : { smtActive: cpu.smtActive }),
    },
    ...(told.kernelCommandLine === undefined ? {} : { kernelCommandLine: told.kernelCommandLine }),
    ...(told.vfio === undefined ? {} : { vfio: told.vfio }),
    iommu: { enabled: iommu.enabled ?? null, passthrough: iommu.passthrough ?? null },
    vhost: { net: vhost.net ?? null, user: vhost.user ?? null, vdpa: vhost.vdpa ?? null },
    allocationRatios: { ...DEFAULT_ALLOCATION_RATIOS, ...group('allocationRatios') },
    reserved: { ...DEFAULT_RESERVED, ...group('reserved') },
    cpuDedicatedSet: told.cpuDedicatedSet ?? null,
    cpuSharedSet: told.cpuSharedSet ?? null,
    localDisk: told.localDisk ?? null,
    packingHostNumaCellsAllocationStrategy: told.packingHostNumaCellsAllocationStrategy ?? false,
    fileBackedMemory: told.fileBackedMemory ?? false,
    maxQueues: told.maxQueues ?? null,
    traits: told.traits ?? null,
  } satisfies Partial<Inventory>;
}
