import type { ExtraSpecScenario } from './scenario';

function row(accepted: boolean, key: string, value: string, source = 'handbook 1.2'): ExtraSpecScenario {
  const name = `${key}=${value} is ${accepted ? 'stored' : 'refused'}`;
  return { kind: 'extra spec', name, source, extraSpec: [key, value], accepted };
}

const taken = (key: string, value: string, source?: string) => row(true, key, value, source);
const refused = (key: string, value: string, source?: string) => row(false, key, value, source);

/** What the flavor API of Zed takes and refuses, each extra spec by itself. */
export const EXTRA_SPECS: readonly ExtraSpecScenario[] = [
  taken('hw:numa_nodes', '1'),
  refused('hw:numa_nodes', '0'),
  refused('hw:numa_nodes', 'two'),
  taken('hw:numa_cpus.0', '0-3,^2'),
  refused('hw:numa_cpus.0', 'a'),
  taken('hw:numa_mem.1', '1024'),
  refused('hw:numa_mem.1', '0'),
  taken('hw:cpu_policy', 'mixed'),
  refused('hw:cpu_policy', 'Dedicated'),
  refused('hw:cpu_thread_policy', 'share'),
  taken('hw:cpu_dedicated_mask', '^0-1'),
  taken('hw:cpu_realtime', 'yes'),
  refused('hw:cpu_realtime', 'maybe'),
  taken('hw:emulator_threads_policy', 'share'),
  refused('hw:emulator_thread_policy', 'share', 'handbook 1.1: a misspelling of Nova’s own documents'),
  refused('hw:emulator_treads_policy', 'share', 'handbook 1.1: a misspelling of Nova’s own documents'),
  taken('hw:mem_page_size', '2M', 'handbook 1.2: stored, and refused at boot'),
  taken('hw:mem_page_size', '1Gib'),
  refused('hw:mem_page_size', 'huge'),
  taken('hw:locked_memory', 'true', 'handbook 1.2: new in Zed'),
  taken('hw:pci_numa_affinity_policy', 'socket'),
  refused('hw:pci_numa_affinity_policy', 'strict'),
  refused('hw:cpu_max_sockets', '2', 'handbook 1.2: bug 2120862'),
  taken('hw:max_cpu_sockets', '2', 'handbook 1.2: bug 2120862'),
  refused('hw:virtio_packed_ring', 'true', 'handbook 1.3: from 2024.1 on'),
  taken('hw:vif_multiqueue_enabled', 'true', 'handbook 1.3'),
  refused('hw:disk_bus', 'virtio', 'handbook 0.2, fact 7'),
  refused('hw:mem_encryption_model', 'amd-sev', 'handbook 1.2: from 2025.2 on'),
  refused('hw:tpm_secret_security', 'user', 'handbook 1.2: from 2026.1 on'),
  refused('hw:maxphysaddr_bits', '42', 'handbook 1.2: no validator in any release'),
  taken('pci_passthrough:alias', 'nvme:1, hba:2', 'handbook 1.3'),
  refused('pci_passthrough:alias', 'nvme', 'handbook 1.3'),
  taken('trait:CUSTOM_FAST', 'required', 'handbook 1.1'),
  taken('no_namespace', 'anything', 'handbook 0.2, fact 9'),
  taken('acme:thing', 'anything', 'handbook 0.2, fact 9'),
];
