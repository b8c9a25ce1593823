export type DriftSeverity = 'critical' | 'warning' | 'info';

/** Who can put it right: `ours` the advisor, in its own ledger; `cloud` an operator, in the cloud or on the host. */
export type RepairKind = 'ours' | 'cloud';

/**
 * What can differ between an inventory, what the cloud's services say, and the ledger. A code is never renamed. `critical`:
 * a device can be given twice or is lost; `warning`: advice rests on something wrong; `info`: it settles by itself.
 */
export const DRIFT_CODES = {
  vf_leaked: {
    severity: 'critical',
    repair: 'ours',
    meaning: 'The ledger holds a device for a server that is gone.',
  },
  hold_leaked: {
    severity: 'warning',
    repair: 'ours',
    meaning: 'The ledger holds CPUs and memory, and no device, for a server that is gone.',
  },
  allocation_orphaned: {
    severity: 'warning',
    repair: 'cloud',
    meaning: 'A confirmed hold whose host or device left the inventory; its server may well be running.',
  },
  server_elsewhere: {
    severity: 'critical',
    repair: 'ours',
    meaning:
      'A server of ours runs on another host than the ledger says: evacuated, migrated, or placed there by Nova.',
  },
  reservation_of_ready_server: {
    severity: 'warning',
    repair: 'ours',
    meaning: 'The server runs, and its hold is still only reserved: it would run out under it.',
  },
  other_vf_taken: {
    severity: 'warning',
    repair: 'ours',
    meaning: 'Nova gave the port another device than the ledger says; inside a pool that is its right.',
  },
  device_not_held: {
    severity: 'critical',
    repair: 'ours',
    meaning: 'A server of ours has a device for which the ledger holds nothing: a port was attached later.',
  },
  device_not_used: {
    severity: 'info',
    repair: 'ours',
    meaning: 'The ledger holds a device for a NIC, and no port of the server has one.',
  },
  topology_differs: {
    severity: 'info',
    repair: 'ours',
    meaning: 'Nova placed the server on other NUMA nodes or CPUs than the ledger says.',
  },
  foreign_holds_ours: {
    severity: 'critical',
    repair: 'cloud',
    meaning: 'A server that is not ours has a device that the ledger holds for a VM of ours.',
  },
  server_without_hold: {
    severity: 'warning',
    repair: 'cloud',
    meaning:
      'A server says that it was booted from a recommendation, and nothing is held for it; it counts as one of others.',
  },
  device_claimed_twice: {
    severity: 'critical',
    repair: 'cloud',
    meaning: 'Two bound ports name one device: a stale `pci_slot`, as unshelve leaves it (Nova bug 1851545).',
  },
  pf_and_vf_confused: {
    severity: 'critical',
    repair: 'cloud',
    meaning:
      'A PF is in use as a whole beside its VFs, or the cloud and the inventory take a device for different kinds (Nova bugs 1892361, 1969496).',
  },
  quarantined_device_in_use: {
    severity: 'critical',
    repair: 'cloud',
    meaning: 'A server has a device that is in quarantine.',
  },
  device_unknown: {
    severity: 'warning',
    repair: 'cloud',
    meaning: 'A port has a device that the inventory of its host does not have.',
  },
  stale_inventory: {
    severity: 'warning',
    repair: 'cloud',
    meaning: 'The inventory is older than it may be.',
  },
  inventory_differs: {
    severity: 'warning',
    repair: 'cloud',
    meaning: 'Placement has other CPUs, memory or devices of the host than the inventory.',
  },
  host_unknown_to_cloud: {
    severity: 'warning',
    repair: 'cloud',
    meaning: 'There is an inventory of the host, and Placement has no provider for it.',
  },
  placement_allocation_orphaned: {
    severity: 'critical',
    repair: 'cloud',
    meaning: 'Placement holds resources for a consumer that is no server and no migration.',
  },
  placement_allocation_missing: {
    severity: 'warning',
    repair: 'cloud',
    meaning: 'A server runs on the host, and Placement holds nothing for it: the scheduler takes its place for free.',
  },
  bandwidth_leaked: {
    severity: 'warning',
    repair: 'cloud',
    meaning:
      'Placement holds bandwidth or packets for a port that is gone: it was deleted while bound (Neutron bug 1820588).',
  },
  port_binding_stale: {
    severity: 'warning',
    repair: 'cloud',
    meaning: 'A port is bound to a host where its server is not, or its server is gone.',
  },
  port_binding_failed: {
    severity: 'warning',
    repair: 'cloud',
    meaning: 'Neutron could not bind a port of a server: its agent was down, or no driver takes it.',
  },
} as const satisfies Readonly<
  Record<string, { readonly severity: DriftSeverity; readonly repair: RepairKind; readonly meaning: string }>
>;

export type DriftCode = keyof typeof DRIFT_CODES;
