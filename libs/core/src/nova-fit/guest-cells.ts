import type { FlavorAndImage } from '../nova/flavor-and-image';
import { extraSpecPointer, imagePropertyPointer, refuse } from '../nova/nova-refusal';
import { isIntLike } from '../nova/python-values';

/** A guest node before CPU policy and page size are known. */
export interface GuestCellShape {
  readonly id: number;
  readonly vcpus: readonly number[];
  readonly memoryMib: number;
}

/**
 * How many guest NUMA nodes flavor or image ask for; null when neither does
 * (`nova/virt/hardware.py _get_numa_node_count_constraint`).
 *
 * @throws NovaRefusalError `ImageNUMATopologyForbidden` when both do, `InvalidNUMANodesNumber`
 */
export function guestNodeCount(given: FlavorAndImage): number | null {
  const flavorSays = given.spec('hw:numa_nodes');
  const imageSays = given.imageInteger('hw_numa_nodes');
  if (flavorSays && imageSays) refuseImageTopology('hw_numa_nodes');
  if (!flavorSays) {
    if (imageSays === null) return null;
    if (imageSays < 1) refuseNodeCount(`${imageSays}`, imagePropertyPointer('hw_numa_nodes'));
    return imageSays;
  }
  if (!isIntLike(flavorSays) || Number(flavorSays) < 1) refuseNodeCount(flavorSays, extraSpecPointer('hw:numa_nodes'));
  return Number(flavorSays);
}

/**
 * The guest's nodes: as mapped by `hw:numa_cpus.N` and `hw:numa_mem.N`, or else vCPUs and memory in equal parts.
 *
 * @throws NovaRefusalError when the map is incomplete or wrong, or the parts would not be equal.
 */
export function guestCellShapes(given: FlavorAndImage, nodes: number): readonly GuestCellShape[] {
  const cpus = oneSource(given.specNumaCpus(), given.imageNumaCpus(), 'hw_numa_cpus');
  const memory = oneSource(given.specNumaMem(), given.imageNumaMem(), 'hw_numa_mem');
  if (cpus === null && memory === null) return equalCells(given, nodes);
  if (cpus === null || memory === null || cpus.length !== nodes || memory.length !== nodes) {
    refuse(
      'ImageNUMATopologyIncomplete',
      `Each of the ${nodes} guest nodes needs both hw:numa_cpus.N and hw:numa_mem.N, and no further node may have one.`,
      extraSpecPointer('hw:numa_nodes'),
    );
  }
  return mappedCells(given, cpus, memory);
}

function oneSource<Value>(flavorSays: Value | null, imageSays: Value | null, property: string): Value | null {
  if (flavorSays !== null && imageSays !== null) refuseImageTopology(property);
  return flavorSays ?? imageSays;
}

function equalCells(given: FlavorAndImage, nodes: number): readonly GuestCellShape[] {
  const { vcpus, ramMib } = given;
  if (vcpus % nodes !== 0 || ramMib % nodes !== 0) {
    refuse(
      'ImageNUMATopologyAsymmetric',
      `${vcpus} vCPUs and ${ramMib} MiB do not divide by ${nodes} guest nodes.`,
      extraSpecPointer('hw:numa_nodes'),
    );
  }
  const share = vcpus / nodes;
  return Array.from({ length: nodes }, (_, id) => ({
    id,
    vcpus: Array.from({ length: share }, (_cpu, i) => id * share + i),
    memoryMib: ramMib / nodes,
  }));
}

function mappedCells(
  given: FlavorAndImage,
  cpus: readonly (readonly number[])[],
  memory: readonly number[],
): readonly GuestCellShape[] {
  const pointer = (id: number) => extraSpecPointer(`hw:numa_cpus.${id}`);
  const left = new Set(Array.from({ length: given.vcpus }, (_, cpu) => cpu));
  cpus.forEach((cell, id) => {
    for (const cpu of cell) {
      if (cpu >= given.vcpus) {
        refuse('ImageNUMATopologyCPUOutOfRange', `vCPU ${cpu} is above ${given.vcpus - 1}.`, pointer(id));
      }
      if (!left.delete(cpu)) {
        refuse('ImageNUMATopologyCPUDuplicates', `vCPU ${cpu} is in two guest nodes.`, pointer(id));
      }
    }
  });
  if (left.size > 0) {
    refuse('ImageNUMATopologyCPUsUnassigned', `vCPUs ${[...left].join(', ')} are in no guest node.`, pointer(0));
  }
  const totalMib = memory.reduce((sum, mib) => sum + mib, 0);
  if (totalMib !== given.ramMib) {
    refuse(
      'ImageNUMATopologyMemoryOutOfRange',
      `The guest nodes have ${totalMib} MiB together, the flavor has ${given.ramMib} MiB.`,
      extraSpecPointer('hw:numa_mem.0'),
    );
  }
  return cpus.map((vcpus, id) => ({ id, vcpus, memoryMib: memory[id] ?? 0 }));
}

function refuseImageTopology(property: string): never {
  refuse(
    'ImageNUMATopologyForbidden',
    `The flavor lays out guest NUMA already; the image may not have ${property}.`,
    imagePropertyPointer(property),
  );
}

function refuseNodeCount(text: string, pointer: string): never {
  refuse('InvalidNUMANodesNumber', `"${text}" is not a number of guest nodes, which is 1 or more.`, pointer);
}
