import type { CellState, Flavor, GuestCell, GuestTopology, Image, NumaAffinityPolicy } from '@iopath/core';

/**
 * Scenarios restated from Nova's own test suite, one JSON object a line: a host, a request and what Nova answers.
 * Only what the specs read is described; the file itself is not part of the project.
 */
export interface NovaScenario {
  readonly id: string;
  readonly level: string;
  readonly host: ScenarioHost;
  readonly request: ScenarioRequest;
  readonly expect: ScenarioExpectation;
}

export interface ScenarioHost {
  readonly numa_cells: readonly ScenarioCell[];
  readonly allocation_ratio: { readonly cpu: number; readonly ram: number } | null;
  readonly packing?: boolean;
  readonly pci_pools: readonly ScenarioPool[];
  readonly libvirt_max_queues?: number | null;
  readonly kernel?: string;
}

interface ScenarioCell {
  readonly id: number;
  readonly socket?: number | null;
  readonly shared_cpus: readonly number[];
  readonly dedicated_cpus: readonly number[];
  readonly pinned_cpus: readonly number[];
  readonly siblings: readonly (readonly number[])[];
  readonly memory_mb: number;
  readonly memory_used_mb: number;
  readonly cpu_used: number;
  readonly pages: readonly ScenarioPages[];
  readonly physnets?: readonly string[];
  readonly tunneled?: boolean;
}

interface ScenarioPages {
  readonly size_kb: number;
  readonly total: number;
  readonly used: number;
  readonly reserved?: number;
}

/** Devices that are alike; further keys are tags that a request can name. */
export interface ScenarioPool {
  readonly numa_node: number | null;
  readonly count: number;
  readonly dev_type?: string;
  readonly address?: string;
  readonly parent_addr?: string;
  readonly [tag: string]: unknown;
}

export interface ScenarioPciRequest {
  readonly count: number;
  readonly numa_policy: NumaAffinityPolicy | null;
  readonly spec: Readonly<Record<string, string>>;
}

export interface ScenarioRequest {
  readonly vcpus: number;
  readonly ram_mb: number;
  readonly extra_specs: Flavor['extraSpecs'];
  readonly image_props: Image['properties'];
  readonly guest_cells?: readonly ScenarioGuestCell[];
  readonly emulator_threads_policy?: 'isolate' | 'share';
  readonly pci_requests: readonly ScenarioPciRequest[];
  readonly ports?: readonly ScenarioPort[];
  readonly networks?: { readonly physnets: readonly string[]; readonly tunneled: boolean };
  /** VMs that boot one after another on the same host. */
  readonly steps?: readonly ScenarioRequest[];
  readonly guest_on_host_cells?: readonly number[] | null;
}

interface ScenarioPort {
  readonly vnic_type: string;
  readonly physical_network: string | null;
  readonly numa_affinity_policy?: NumaAffinityPolicy | null;
}

interface ScenarioGuestCell {
  readonly id: number;
  readonly shared_vcpus: readonly number[];
  readonly dedicated_vcpus: readonly number[];
  readonly memory_mb: number;
  readonly page_size_kb?: GuestCell['pageSize'];
  readonly cpu_policy?: 'shared' | 'dedicated' | 'mixed';
  readonly cpu_thread_policy?: 'prefer' | 'isolate' | 'require';
}

export interface ScenarioExpectation {
  readonly fits?: boolean;
  readonly fits_each?: readonly boolean[];
  readonly chosen_host_cells?: readonly number[];
  readonly valid?: boolean;
  readonly error?: string;
  readonly guest_cells?: readonly ScenarioGuestCell[] | number | null;
  readonly host_cells?: readonly number[];
  readonly host_cells_set?: readonly number[];
  readonly host_cells_any_of?: readonly (readonly number[])[];
  readonly pinning?: Readonly<Record<string, number>>;
  readonly reserved?: readonly number[] | null;
  readonly page_size_kb?: number;
  readonly virtio_queues?: number;
}

export function readNovaScenarios(text: string): readonly NovaScenario[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as NovaScenario);
}

/** The host's nodes as the fit sees them; reserved pages count as used. */
export function cellsOf(host: ScenarioHost): readonly CellState[] {
  return host.numa_cells.map((cell) => ({
    id: cell.id,
    socket: cell.socket ?? null,
    sharedCpus: cell.shared_cpus,
    dedicatedCpus: cell.dedicated_cpus,
    freeDedicatedCpus: cell.dedicated_cpus.filter((cpu) => !cell.pinned_cpus.includes(cpu)),
    siblings: cell.siblings,
    memoryMib: cell.memory_mb,
    memoryUsedMib: cell.memory_used_mb,
    sharedVcpusUsed: cell.cpu_used,
    pages: cell.pages.map((pages) => ({
      sizeKib: pages.size_kb,
      total: pages.total,
      used: pages.used + (pages.reserved ?? 0),
    })),
    distances: new Map(),
  }));
}

/** The guest topology that a scenario states outright. */
export function statedTopology(request: ScenarioRequest): GuestTopology {
  const cells = request.guest_cells ?? [];
  return {
    cells: cells.map((cell) => ({
      id: cell.id,
      sharedVcpus: cell.shared_vcpus,
      dedicatedVcpus: cell.dedicated_vcpus,
      memoryMib: cell.memory_mb,
      pageSize: cell.page_size_kb ?? null,
    })),
    cpuPolicy: cells[0]?.cpu_policy ?? null,
    threadPolicy: cells[0]?.cpu_thread_policy ?? null,
    emulatorThreadsPolicy: request.emulator_threads_policy ?? null,
  };
}

/** What Nova asks the pools for: the flavor's aliases, and one device for each SR-IOV port. */
export function pciRequestsOf(request: ScenarioRequest): readonly ScenarioPciRequest[] {
  const ports = (request.ports ?? [])
    .filter((port) => port.vnic_type !== 'normal')
    .map((port) => ({
      count: 1,
      numa_policy: port.numa_affinity_policy ?? null,
      spec: { physical_network: port.physical_network ?? '', ...SPEC_OF_VNIC_TYPE[port.vnic_type] },
    }));
  return [...request.pci_requests, ...ports];
}

const SPEC_OF_VNIC_TYPE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'direct-physical': { dev_type: 'type-PF' },
  vdpa: { dev_type: 'vdpa' },
  'remote-managed': { remote_managed: 'true' },
};
