import type { MoveOption, OptionTable, ResourceRow, Take } from '@iopath/core';
import fc from 'fast-check';

interface TableSize {
  readonly hosts: number;
  /** Kinds of VM; there are up to three of each. */
  readonly kinds: number;
}

const MOST_ALIKE = 3;
const MOST_COST = 12;

/**
 * What could be chosen from in a small fleet: hosts with CPUs, VFs and one place for the members of a group, and VMs on them
 * that take of all three. Hosts may be overdrawn by who is there.
 */
export function optionTables({ hosts, kinds }: TableSize): fc.Arbitrary<OptionTable> {
  return fc
    .record({
      hosts: fc.array(fc.record({ cpus: fc.nat({ max: 8 }), vfs: fc.nat({ max: 3 }) }), {
        minLength: 2,
        maxLength: hosts,
      }),
      kinds: fc.array(vmKinds(hosts), { minLength: 1, maxLength: kinds }),
    })
    .map((fleet) => tableOf(fleet.hosts, fleet.kinds));
}

interface HostAmounts {
  readonly cpus: number;
  readonly vfs: number;
}

interface VmKindFacts extends HostAmounts {
  readonly alike: number;
  readonly host: number;
  readonly mustLeave: boolean;
  readonly inGroup: boolean;
  /** Of moving to each host; null where it cannot go. */
  readonly costs: readonly (number | null)[];
}

function vmKinds(hosts: number): fc.Arbitrary<VmKindFacts> {
  return fc.record({
    alike: fc.integer({ min: 1, max: MOST_ALIKE }),
    host: fc.nat({ max: hosts - 1 }),
    mustLeave: fc.boolean(),
    inGroup: fc.boolean(),
    cpus: fc.integer({ min: 1, max: 4 }),
    vfs: fc.nat({ max: 2 }),
    costs: fc.array(fc.option(fc.nat({ max: MOST_COST })), { minLength: hosts, maxLength: hosts }),
  });
}

function tableOf(hosts: readonly HostAmounts[], kinds: readonly VmKindFacts[]): OptionTable {
  const vms = kinds.flatMap((kind, nth) =>
    Array.from({ length: kind.alike }, (_, member) => ({ vm: `vm-${nth}-${member}`, kind })),
  );
  return {
    vms: vms.map(({ vm }) => vm),
    options: vms.map(({ vm, kind }) => hosts.flatMap((_, host) => optionsOn(vm, kind, host, hosts.length))),
    mustLeave: new Set(vms.filter(({ kind }) => kind.mustLeave).map(({ vm }) => vm)),
    rows: hosts.flatMap((amounts, host) => rowsOf(amounts, `compute-${host}`)),
    isWhole: true,
  };
}

function optionsOn(vm: string, kind: VmKindFacts, host: number, hosts: number): readonly MoveOption[] {
  const isHere = kind.host % hosts === host;
  const cost = kind.costs[host] ?? null;
  if (isHere ? kind.mustLeave : cost === null) return [];
  const hostName = `compute-${host}`;
  const takes: readonly Take[] = [
    { row: `${hostName}/cpus`, amount: kind.cpus },
    { row: `${hostName}/vfs`, amount: kind.vfs },
    ...(kind.inGroup ? [{ row: `${hostName}/group`, amount: 1 }] : []),
  ];
  const option = { vm, hostName, spot: 'floating', score: 1, takes };
  return [isHere ? { ...option, mechanism: null, cost: 0 } : { ...option, mechanism: 'cold', cost: cost ?? 0 }];
}

function rowsOf({ cpus, vfs }: HostAmounts, hostName: string): readonly ResourceRow[] {
  return [
    { key: `${hostName}/cpus`, hostName, capacity: cpus },
    { key: `${hostName}/vfs`, hostName, capacity: vfs },
    { key: `${hostName}/group`, hostName, capacity: 1 },
  ];
}
