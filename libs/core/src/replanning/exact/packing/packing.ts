import { groupBy } from '../../../group-by';
import type { MoveOption, OptionTable, Take } from '../../options/move-option';
import { ResourceUse } from '../resource-use';

/**
 * A table without its costs, where VMs that take the same are one kind and hosts that give the same are one. Looser than the
 * table: each VM may have the places that any of its kind has.
 */
export interface Packing {
  readonly guests: readonly GuestKind[];
  readonly hosts: readonly HostKind[];
}

export interface GuestKind {
  readonly vms: number;
  /** Those of them that must leave, and are stuck if they find no place. */
  readonly leaving: number;
}

export interface HostKind {
  readonly hosts: number;
  /** Whether somebody is there who is not in the table. */
  readonly isAlwaysInUse: boolean;
  readonly capacities: ReadonlyMap<string, number>;
  readonly places: readonly GuestPlace[];
}

/** What a guest takes in one of the places that a host has for it; rows as they are called on every host. */
export interface GuestPlace {
  /** Index of a kind. */
  readonly guest: number;
  readonly takes: readonly Take[];
}

/** The kinds of a table. */
export function packingOf(table: OptionTable, alwaysInUse: ReadonlySet<string>): Packing {
  const shapes = [
    ...groupBy(
      table.vms.map((vm, index) => ({ vm, options: table.options[index] ?? [] })),
      shapeOf,
    ).values(),
  ];
  const guests = shapes.map((vms) => ({
    vms: vms.length,
    leaving: vms.filter(({ vm }) => table.mustLeave.has(vm)).length,
  }));
  const options = shapes.flatMap((vms, guest) =>
    vms.flatMap((each) => each.options.map((option) => ({ guest, option }))),
  );
  const onHost = groupBy(options, ({ option }) => option.hostName);
  const rows = groupBy(new ResourceUse(table).all, ({ row }) => row.hostName);
  const hosts = [...onHost].map(([hostName, its]): Omit<HostKind, 'hosts'> => ({
    isAlwaysInUse: alwaysInUse.has(hostName),
    capacities: new Map((rows.get(hostName) ?? []).map(({ row, capacity }) => [localRow(row.key, hostName), capacity])),
    places: distinct(its.map(({ guest, option }) => ({ guest, takes: localTakes(option) }))),
  }));
  const alike = groupBy(hosts, (host) => JSON.stringify([host.isAlwaysInUse, [...host.capacities], host.places]));
  return {
    guests,
    hosts: [...alike.values()].flatMap((same) => same.slice(0, 1).map((one) => ({ ...one, hosts: same.length }))),
  };
}

/** All ways in which a VM may take of a host, whichever host. */
function shapeOf({ options }: { readonly options: readonly MoveOption[] }): string {
  return [...new Set(options.map((option) => JSON.stringify(localTakes(option))))].sort().join(' ');
}

function localTakes({ hostName, takes }: MoveOption): readonly Take[] {
  return takes.filter(({ amount }) => amount > 0).map(({ row, amount }) => ({ row: localRow(row, hostName), amount }));
}

function localRow(key: string, hostName: string): string {
  return key.slice(hostName.length);
}

/** In an order of their own, so that hosts with the same places are alike. */
function distinct(places: readonly GuestPlace[]): readonly GuestPlace[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, place]) => place);
}
