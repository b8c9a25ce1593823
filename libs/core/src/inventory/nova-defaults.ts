import type { Inventory } from './inventory';

/** Nova's defaults since 2023.1: `initial_cpu_allocation_ratio`, `initial_ram_…`, `initial_disk_…`. */
export const DEFAULT_ALLOCATION_RATIOS: Inventory['allocationRatios'] = { cpu: 4, ram: 1, disk: 1 };

/** Nova's defaults of `reserved_host_cpus`, `reserved_host_memory_mb` and `reserved_host_disk_mb`. */
export const DEFAULT_RESERVED: Inventory['reserved'] = { cpus: 0, memoryMib: 512, diskGib: 0 };
