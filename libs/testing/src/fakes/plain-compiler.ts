import type { Fleet, HostState, PfState } from '@iopath/core';
import type { FleetCompiler, HostRecord } from '@iopath/usecases';

/** A compiler for tests that are not about compiling: claims take their VFs off, and nothing else. */
export class PlainCompiler implements FleetCompiler {
  readonly compiled: string[] = [];
  built = 0;

  readonly compileHost = (record: HostRecord): HostState => {
    const { hostName, state, generation, version, inventory, inventoryHash, claims } = record;
    this.compiled.push(hostName);
    const amounts = { vcpus: 0, pcpus: 0, memoryMib: 0, diskGib: null };
    return {
      hostName,
      state,
      generation,
      version,
      digest: `${hostName}@${version}`,
      inventory,
      inventoryHash,
      claims,
      capacity: amounts,
      free: amounts,
      cells: [],
      pfs: pfsOf(record),
      freePciDevices: [],
      groups: new Map(),
      physicalNetworks: new Set(),
      sharedIommuGroups: new Set(),
    };
  };

  readonly buildFleet = (hosts: readonly HostState[]): Fleet => {
    this.built++;
    const sorted = [...hosts].sort((a, b) => (a.hostName < b.hostName ? -1 : 1));
    return { hosts: sorted, digest: sorted.map(({ digest }) => digest).join() };
  };
}

function pfsOf({ inventory, claims }: HostRecord): readonly PfState[] {
  const held = new Set(claims.flatMap(({ devices }) => devices.map(({ address }) => address)));
  return inventory.pfs.map((pf) => ({
    pf,
    freeVfs: pf.vfs.filter(({ address }) => !held.has(address)),
    wholeIsFree: false,
    wholeIsTaken: false,
    bandwidthClaimedMbps: 0,
    vfsTaken: 0,
    tenants: new Set(),
    sharedIommuGroups: new Set(),
  }));
}
