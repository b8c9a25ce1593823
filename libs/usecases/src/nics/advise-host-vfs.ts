import { adviseVfs, type VfAdvice } from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import type { FleetReader } from '../ports/fleet.port';
import { Refusal } from '../refusal';

export interface AdviseHostVfsPorts {
  readonly snapshot: FleetSnapshot;
  readonly reader: FleetReader;
}

/** Tells how many VFs each PF of a host should have, for what was asked of the fleet of late. Nothing is stored. */
export class AdviseHostVfs {
  constructor(private readonly ports: AdviseHostVfsPorts) {}

  /** @throws Refusal not_found `host.not_found`. */
  async execute(hostName: string): Promise<readonly VfAdvice[]> {
    const { snapshot, reader } = this.ports;
    const fleet = await snapshot.refresh();
    const host = fleet.hosts.find((each) => each.hostName === hostName);
    if (host === undefined) {
      throw new Refusal('not_found', 'host.not_found', `There is no host called "${hostName}".`);
    }
    return adviseVfs(host, fleet, await reader.recentVfNics());
  }
}
