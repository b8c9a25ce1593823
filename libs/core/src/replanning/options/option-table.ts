import type { HostState } from '../../fleet/host-state';
import type { HeldVm } from '../held-vm';
import type { Choice } from './choice';
import type { Choices } from './choices';
import type { MoveOption, OptionTable, ResourceRow } from './move-option';
import type { PlaceBook } from './place-book';

/**
 * What can be chosen from, written down.
 *
 * @param hostsFor the hosts to look at for a VM beside its own; left out: all.
 */
export function optionTable(choices: Choices, hostsFor?: (vm: HeldVm) => readonly HostState[]): OptionTable {
  const { task, book } = choices.sources;
  const vms = [...task.mustLeave, ...task.mayMove];
  const { hosts } = book.emptied;
  const options = vms.map((vm) => {
    const staying = choices.staying(vm);
    const elsewhere = (hostsFor?.(vm) ?? hosts)
      .filter(({ hostName }) => hostName !== vm.hostName)
      .flatMap((host) => choices.on(vm, host));
    return (staying === null ? elsewhere : [staying, ...elsewhere]).map((choice) => optionOf(vm, choice, book));
  });
  const named = new Set(options.flatMap((ofVm) => ofVm.map(({ hostName }) => hostName)));
  return {
    vms: vms.map(({ reservationId }) => reservationId),
    options,
    mustLeave: new Set(task.mustLeave.map(({ reservationId }) => reservationId)),
    rows: hosts.filter(({ hostName }) => named.has(hostName)).flatMap((host) => rowsOf(host, book)),
    isWhole: hostsFor === undefined,
  };
}

/** A choice in the terms of the table: rows by host, and those only that have an end. */
export function optionOf({ reservationId }: HeldVm, choice: Choice, book: PlaceBook): MoveOption {
  const { hostName, takes } = choice;
  const host = book.host(hostName);
  const rows = host === undefined ? null : book.rowsOf(host);
  return {
    ...choice,
    vm: reservationId,
    takes: takes
      .filter(({ row }) => (rows?.get(row) ?? Infinity) < Infinity)
      .map(({ row, amount }) => ({ row: keyOf(hostName, row), amount })),
  };
}

function rowsOf(host: HostState, book: PlaceBook): readonly ResourceRow[] {
  const { hostName } = host;
  return [...book.rowsOf(host)]
    .filter(([, capacity]) => capacity < Infinity)
    .map(([row, capacity]) => ({ key: keyOf(hostName, row), hostName, capacity }));
}

/** `compute-01/node0/pinned_cpus` */
export function keyOf(hostName: string, row: string): string {
  return `${hostName}/${row}`;
}
