import { FleetIndex } from './fleet-index';
import type { Fleet } from './fleet';
import type { HostState } from './host-state';

/** Makes a fleet of these hosts, whatever their order. Of two hosts with one name the later counts. */
export function buildFleet(hosts: readonly HostState[]): Fleet {
  return new FleetIndex(hosts).fleet();
}
