import { groupBy } from '../../group-by';
import { canonicalJson } from '../canonical-inventory';
import { formatCpuSet } from '../cpu-set';
import type { VirtualFunction } from '../inventory';
import { keptValue, runsWords } from './change-words';
import {
  amount,
  changedFields,
  describeField,
  type FieldRule,
  type FieldRules,
  label,
  type NamedThing,
  unknownField,
  unshown,
  wireName,
} from './field-rule';
import type { InventoryChange } from './inventory-change';

/** Where VFs of a PF change a fact in more ways than this, or each in its own, one line tells that they did. */
const MOST_WAYS = 4;

const RULES: FieldRules<VirtualFunction> = {
  index: label('vf.fact_changed', 'index'),
  address: label('vf.fact_changed', 'address'),
  vendorId: label('vf.fact_changed', 'vendor id'),
  productId: label('vf.fact_changed', 'product id'),
  driver: label('vf.driver_changed', 'driver', 'breaks_guests'),
  iommuGroup: label('vf.iommu_group_changed', 'IOMMU group'),
  queues: amount('vf.queues_changed', 'number of queues'),
  queuesMax: amount('vf.queues_changed', 'queue limit', { less: 'note', more: 'note' }),
  msixVectors: amount('vf.fact_changed', 'number of interrupt vectors', { less: 'note', more: 'note' }),
  ifname: label('vf.fact_changed', 'interface'),
  vdpaDevice: {
    ...label('vf.vdpa_device_changed', 'vDPA device'),
    effect: (before) => (before === null || before === undefined ? 'capacity_more' : 'breaks_guests'),
  },
  state: {
    ...label('vf.state_changed', 'state'),
    effect: (_before, after) =>
      after === 'available' ? 'capacity_more' : after === 'unhealthy' ? 'breaks_guests' : 'capacity_less',
  },
};

interface VfPair {
  readonly before: VirtualFunction;
  readonly after: VirtualFunction;
}

/**
 * What is different of the VFs of one PF. VFs that changed alike are one line; so are those that came, and those that are
 * gone.
 *
 * @param pf its path, and how a sentence names it
 */
export function describeVfs(
  pf: { readonly subject: string; readonly words: string },
  before: readonly VirtualFunction[],
  after: readonly VirtualFunction[],
): InventoryChange[] {
  const old = new Map(before.map((vf) => [vf.address, vf]));
  const now = new Set(after.map(({ address }) => address));
  const gone = before.filter(({ address }) => !now.has(address));
  const added = after.filter(({ address }) => !old.has(address));
  const pairs = after.flatMap((vf): VfPair[] => {
    const former = old.get(vf.address);
    return former === undefined ? [] : [{ before: former, after: vf }];
  });
  return [
    ...(gone.length === 0 ? [] : [cameOrWent(pf, gone, 'gone')]),
    ...(added.length === 0 ? [] : [cameOrWent(pf, added, 'added')]),
    ...describeKept(pf, pairs),
  ];
}

function cameOrWent(
  pf: { readonly subject: string; readonly words: string },
  vfs: readonly VirtualFunction[],
  how: 'gone' | 'added',
): InventoryChange {
  const { words, subject, things, count } = named(pf, vfs);
  const indices = formatCpuSet(indicesOf(vfs));
  const verb = how === 'added' ? 'came' : count === 1 ? 'is gone' : 'are gone';
  return {
    code: `vf.${how}`,
    subject,
    field: null,
    count,
    text: `${words} ${verb}.`,
    before: how === 'gone' ? keptValue(indices) : null,
    after: how === 'gone' ? null : keptValue(indices),
    effect: how === 'gone' ? 'breaks_guests' : 'capacity_more',
    things,
  };
}

function describeKept(
  pf: { readonly subject: string; readonly words: string },
  pairs: readonly VfPair[],
): InventoryChange[] {
  const changed = new Map<string, VfPair[]>();
  for (const pair of pairs) {
    for (const field of changedFields({ ...pair.before }, { ...pair.after })) {
      const those = changed.get(field);
      if (those === undefined) changed.set(field, [pair]);
      else those.push(pair);
    }
  }
  return [...changed].flatMap(([field, those]) => describeVfField(pf, field, those));
}

function describeVfField(
  pf: { readonly subject: string; readonly words: string },
  field: string,
  pairs: readonly VfPair[],
): InventoryChange[] {
  const rule: FieldRule = Object.hasOwn(RULES, field)
    ? RULES[field as keyof VirtualFunction]
    : unknownField('vf.fact_changed', wireName(field));
  const value = (vf: VirtualFunction): unknown => (vf as unknown as Record<string, unknown>)[field];
  const wayOf = (pair: VfPair): string => canonicalJson([value(pair.before) ?? null, value(pair.after) ?? null]);
  const ways = [...groupBy(pairs, wayOf).values()];
  const isAlike = ways.length <= 2 || (ways.length <= MOST_WAYS && ways.length < pairs.length);
  const groups = isAlike ? ways : [pairs];
  return groups.map((group) => {
    const vfs = named(
      pf,
      group.map(({ after }) => after),
    );
    const { before, after } = group[0] as VfPair;
    if (isAlike) return describeField(vfs, rule, wireName(field), value(before), value(after));
    const codes = unshown(rule.code(value(before), value(after)), rule.name, worst(rule, group, value));
    return describeField(vfs, codes, wireName(field), null, null);
  });
}

/** What the line for many different changes of one fact has to warn of. */
function worst(
  rule: FieldRule,
  pairs: readonly VfPair[],
  value: (vf: VirtualFunction) => unknown,
): InventoryChange['effect'] {
  const effects = new Set(pairs.map(({ before, after }) => rule.effect(value(before), value(after))));
  return (['breaks_guests', 'capacity_less', 'capacity_more'] as const).find((effect) => effects.has(effect)) ?? 'note';
}

function named(pf: { readonly subject: string; readonly words: string }, vfs: readonly VirtualFunction[]): NamedThing {
  const things = vfs.map(({ address }) => `${pf.subject}/vfs/${address}`);
  const [only] = vfs;
  const isOne = vfs.length === 1 && only !== undefined;
  return {
    words: isOne ? `VF ${only.index} of ${pf.words}` : `VFs ${runsWords(indicesOf(vfs))} of ${pf.words}`,
    subject: isOne ? `${pf.subject}/vfs/${only.address}` : `${pf.subject}/vfs`,
    things,
    count: vfs.length,
  };
}

function indicesOf(vfs: readonly VirtualFunction[]): readonly number[] {
  return [...new Set(vfs.map(({ index }) => index))].sort((a, b) => a - b);
}
