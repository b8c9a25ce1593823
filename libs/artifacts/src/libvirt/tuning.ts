import { formatCpuSet, type GuestBlueprint, type GuestTopology } from '@iopath/core';
import { type Element, element } from './element';

export interface TuningElements {
  readonly memoryBacking: readonly Element[];
  readonly cpuTune: readonly Element[];
  readonly numaTune: readonly Element[];
}

/** Pages no larger than this are the host's ordinary ones, which Nova does not name. */
const SMALL_PAGE_KIB = 4;

/** Where CPUs and memory of the guest lie on its host; nothing for a guest without a NUMA topology. */
export function tuningElements(guest: GuestBlueprint, topology: GuestTopology | null): TuningElements {
  return {
    memoryBacking: memoryBacking(guest, topology),
    cpuTune: cpuTune(guest, topology),
    numaTune: numaTune(guest),
  };
}

function memoryBacking({ placement, flavor }: GuestBlueprint, topology: GuestTopology | null): readonly Element[] {
  const asked = (topology?.cells ?? []).some(({ pageSize }) => pageSize !== null);
  const pages = placement.compute.cells
    .filter(({ pageSizeKib }) => asked && pageSizeKib > SMALL_PAGE_KIB)
    .map(({ pageSizeKib, guestCell }) =>
      element('page', { size: String(pageSizeKib), unit: 'KiB', nodeset: String(guestCell) }),
    );
  const isLocked = flavor.extraSpecs['hw:locked_memory']?.toLowerCase() === 'true';
  const parts = [
    ...(pages.length === 0 ? [] : [element('hugepages', {}, pages)]),
    ...(isLocked ? [element('nosharepages'), element('locked')] : []),
  ];
  return parts.length === 0 ? [] : [element('memoryBacking', {}, parts)];
}

/** Pinned vCPUs one by one; the emulator beside them, or on the CPU that it has for itself. */
function cpuTune({ placement }: GuestBlueprint, topology: GuestTopology | null): readonly Element[] {
  const { cells } = placement.compute;
  const pins = cells.flatMap(({ pinning }) =>
    Object.entries(pinning).map(([vcpu, cpu]) => [Number(vcpu), cpu] as const),
  );
  if (pins.length === 0) return [];
  const guests = pins.map(([, cpu]) => cpu);
  const held = cells.flatMap(({ pinnedCpus }) => pinnedCpus);
  const own = held.filter((cpu) => !guests.includes(cpu));
  const isolates = topology?.emulatorThreadsPolicy === 'isolate' && own.length > 0;
  return [
    element('cputune', {}, [
      ...[...pins]
        .sort(([a], [b]) => a - b)
        .map(([vcpu, cpu]) => element('vcpupin', { vcpu: String(vcpu), cpuset: String(cpu) })),
      element('emulatorpin', { cpuset: formatCpuSet([...(isolates ? own : guests)].sort((a, b) => a - b)) }),
    ]),
  ];
}

function numaTune({ placement }: GuestBlueprint): readonly Element[] {
  const { cells } = placement.compute;
  if (cells.length === 0) return [];
  const nodes = [...new Set(cells.map(({ hostNode }) => hostNode))].sort((a, b) => a - b);
  return [
    element('numatune', {}, [
      element('memory', { mode: 'strict', nodeset: formatCpuSet(nodes) }),
      ...cells.map(({ guestCell, hostNode }) =>
        element('memnode', { cellid: String(guestCell), mode: 'strict', nodeset: String(hostNode) }),
      ),
    ]),
  ];
}
