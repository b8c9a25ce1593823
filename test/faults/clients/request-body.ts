import type { Random } from '@iopath/testing';
import { PHYSICAL_NETWORKS } from './fleet';

const PROJECTS = ['alpha', 'beta', 'gamma'];
const GROUPS = ['web', 'db'];

/** Shapes of VM, with how often each is asked for. */
const SHAPES = { vf: 45, two_vfs: 10, any_path: 15, pf: 6, pinned: 10, no_device: 14 };

export interface RequestLimits {
  /** Shortest and longest time to live of a reservation, s. */
  readonly ttlS: readonly [number, number];
  /** Whether the service knows the field `priority`. */
  readonly hasPriority: boolean;
}

/** A random request for a recommendation. */
export function requestBody(random: Random, name: string, { ttlS, hasPriority }: RequestLimits) {
  const shape = random.weighted(SHAPES);
  const isPinned = shape === 'pinned';
  return {
    name,
    project_id: random.pick(PROJECTS),
    count: random.weighted({ '1': 85, '2': 10, '3': 5 }) === '1' ? 1 : random.integer(2, 3),
    flavor: {
      vcpus: random.integer(1, isPinned ? 4 : 3),
      ram_mib: 1024 * random.integer(1, 4),
      disk_gib: random.integer(0, 10),
      ...(isPinned ? { extra_specs: { 'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': '1GB' } } : {}),
    },
    image: { os_id: 'ubuntu24.04', properties: {} },
    nics: nicsOf(shape, random),
    migration: 'cold_ok',
    profile: random.pick(['balanced', 'latency', 'throughput', 'density']),
    reserve: random.chance(0.85),
    reservation_ttl_s: random.integer(...ttlS),
    ...(random.chance(0.15)
      ? { constraints: { group: { id: random.pick(GROUPS), policy: 'soft-anti-affinity' } } }
      : {}),
    ...(hasPriority ? { priority: random.chance(0.7) ? 'interactive' : 'batch' } : {}),
  };
}

function nicsOf(shape: keyof typeof SHAPES, random: Random): readonly object[] {
  const nic = (name: string, paths: readonly string[] | null) => ({
    name,
    physical_network: random.pick(PHYSICAL_NETWORKS),
    bandwidth_mbps: 500 * random.integer(1, 12),
    paths,
  });
  switch (shape) {
    case 'vf':
      return [nic('data', ['sriov_vf'])];
    case 'two_vfs':
      return [nic('data', ['sriov_vf']), nic('storage', ['sriov_vf'])];
    case 'pf':
      return [nic('data', ['pci_passthrough'])];
    case 'any_path':
    case 'pinned':
      return [nic('data', null)];
    case 'no_device':
      return [];
  }
}
