import { groupBy } from '../../group-by';
import type { MoveOption, NoGood, OptionTable } from '../options/move-option';

/** VMs that may be exchanged for each other: the program chooses how many of them go where, not who. */
export interface VmClass {
  readonly vms: readonly string[];
  /** Options of any of them; those of the others differ in the VM's name only. */
  readonly options: readonly MoveOption[];
  readonly mustLeave: boolean;
}

/**
 * The VMs of the table by class. Guests alike on one host have the same places at the same cost; a solver that told them
 * apart would try all their permutations. A VM that a no-good names is alone: the cut is about it, and about nobody else.
 */
export function vmClasses({ vms, options, mustLeave }: OptionTable, noGoods: readonly NoGood[]): readonly VmClass[] {
  const named = new Set(noGoods.flatMap(({ ends }) => ends.map((end) => end.vm)));
  const each = vms.map((vm, index) => ({ vm, options: options[index] ?? [], mustLeave: mustLeave.has(vm) }));
  const alone = (vm: string) => JSON.stringify(vm);
  const alike = groupBy(each, (one) => (named.has(one.vm) ? alone(one.vm) : roughly(one.options)));
  return [...alike.values()].flatMap((ones) =>
    [
      ...groupBy(ones, (one) => (ones.length === 1 ? '' : JSON.stringify([one.mustLeave, one.options.map(withoutVm)]))),
    ].map(([, same]) => classOf(same)),
  );
}

type One = Omit<VmClass, 'vms'> & { readonly vm: string };

function classOf(same: readonly One[]): VmClass {
  const [first] = same;
  return { vms: same.map(({ vm }) => vm), options: first?.options ?? [], mustLeave: first?.mustLeave ?? false };
}

/** Tells most of those apart that are not alike, without writing all their options down. */
function roughly(options: readonly MoveOption[]): number {
  return options.reduce((sum, { cost }, index) => sum + cost * (index + 1), options.length);
}

function withoutVm({ hostName, spot, mechanism, cost, takes }: MoveOption): unknown {
  return [hostName, spot, mechanism, cost, takes.map(({ row, amount }) => [row, amount])];
}
