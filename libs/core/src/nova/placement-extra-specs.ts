import type { Flavor, Image } from '../request/vm-request';
import { pythonInt } from './python-values';

/** Traits that a provider must have, and must not have; each list sorted, each name once. */
export interface WantedTraits {
  readonly required: readonly string[];
  readonly forbidden: readonly string[];
}

/** An amount of a resource class that Nova asks Placement for beside CPUs, memory and disk. */
export interface WantedResource {
  readonly resourceClass: string;
  readonly amount: number;
}

const TRAIT_KEY = /^trait(?:[a-zA-Z0-9_-]{1,64})?:(.+)$/;
const RESOURCE_KEY = /^resources(?:[a-zA-Z0-9_-]{1,64})?:(.+)$/;

/** Classes whose amounts `placementAmounts` makes of flavor and extra specs. */
const COMPUTE_CLASSES: ReadonlySet<string> = new Set(['VCPU', 'PCPU', 'MEMORY_MB', 'DISK_GB']);

/**
 * The traits that flavor (`trait:X`, `traitN:X`) and image (`trait:X=required`) state
 * (`nova/scheduler/utils.py ResourceRequest`, handbook 1.4). Traits of numbered groups are taken for traits of the
 * compute node, too: the provider of a group is one with its CPUs, memory or disk.
 */
export function wantedTraits(flavor: Flavor, image: Image): WantedTraits {
  const required = new Set<string>();
  const forbidden = new Set<string>();
  for (const [key, value] of Object.entries(flavor.extraSpecs)) {
    const trait = TRAIT_KEY.exec(key)?.[1];
    if (trait !== undefined) (value === 'forbidden' ? forbidden : required).add(trait);
  }
  for (const [key, value] of Object.entries(image.properties)) {
    // Images have no numbered groups, and can forbid nothing.
    if (key.startsWith('trait:') && value === 'required') required.add(key.slice('trait:'.length));
  }
  return { required: [...required].sort(), forbidden: [...forbidden].sort() };
}

/** What `resources:CLASS=N` and `resourcesN:CLASS=N` ask for beside CPUs, memory and disk; 0 asks for nothing. */
export function wantedResources({ extraSpecs }: Flavor): readonly WantedResource[] {
  const amounts = new Map<string, number>();
  for (const [key, value] of Object.entries(extraSpecs)) {
    const resourceClass = RESOURCE_KEY.exec(key)?.[1];
    const amount = pythonInt(value) ?? 0;
    if (resourceClass === undefined || COMPUTE_CLASSES.has(resourceClass) || amount <= 0) continue;
    amounts.set(resourceClass, (amounts.get(resourceClass) ?? 0) + amount);
  }
  return [...amounts].map(([resourceClass, amount]) => ({ resourceClass, amount }));
}
