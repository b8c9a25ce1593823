import type { Fault } from '../../fault';
import type { ChangingFleet } from './changing-fleet';
import type { FleetChange } from './fleet-change';

export type ChangeBy<Op extends FleetChange['op']> = Extract<FleetChange, { readonly op: Op }>;

/**
 * Makes one kind of change. One file each. With any fault nothing is changed; pointers are into the change as it is on the
 * wire: `/host_name`.
 */
export type MakeChange<Op extends FleetChange['op']> = (change: ChangeBy<Op>, fleet: ChangingFleet) => readonly Fault[];

export const NO_FAULTS: readonly Fault[] = [];

export function noSuchHost(hostName: string): readonly Fault[] {
  return [
    {
      pointer: '/host_name',
      code: 'host.unknown',
      message: `There is no host called "${hostName}" in the fleet.`,
    },
  ];
}

export function noSuchPf(hostName: string, address: string): readonly Fault[] {
  return [{ pointer: '/address', code: 'pf.unknown', message: `${hostName} has no PF at ${address}.` }];
}
