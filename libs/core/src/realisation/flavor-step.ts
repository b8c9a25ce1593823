import type { CloudFlavor } from '../cloud/cloud-records';
import { flavorName } from '../flavor/flavor-name';
import { reusableFlavor } from '../flavor/reusable-flavor';
import type { Flavor, Image, NamedFlavor } from '../request/vm-request';

/** The description that marks a flavor as made by us. */
export const OUR_FLAVOR_MARK = 'iopath-advisor';

/** What is to be done so that the cloud has the flavor. */
export type FlavorStep =
  | { readonly kind: 'reuse'; readonly id: string; readonly name: string }
  /** One of ours that was created and never got all of its extra specs. */
  | {
      readonly kind: 'complete';
      readonly id: string;
      readonly name: string;
      readonly extraSpecs: Flavor['extraSpecs'];
    }
  | { readonly kind: 'create'; readonly name: string; readonly flavor: Flavor };

/**
 * An equal flavor of the cloud is used, whoever made it; else one of ours that was left half made is completed; else one
 * is created. A flavor of another's is never changed: where one has the canonical name and is something else, the new one
 * has a number after it.
 *
 * @param image what the servers boot from: what a flavor means hangs on it
 */
export function flavorStep(wanted: Flavor, image: Image, existing: readonly CloudFlavor[]): FlavorStep {
  const canonical = flavorName(wanted);
  const usable = existing.filter(isUsable);
  const namesake = usable.filter(({ name }) => name === canonical);
  // The canonical one first, so that the same recommendation has the same flavor on every cloud that has it.
  const equal = reusableFlavor(wanted, image, namesake) ?? reusableFlavor(wanted, image, usable);
  const reused = usable.find(({ name }) => name === equal?.name);
  if (reused !== undefined) return { kind: 'reuse', id: reused.id, name: reused.name };

  const names = new Set(existing.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? canonical : `${canonical}-${number}`;
    if (!names.has(name)) return { kind: 'create', name, flavor: wanted };
    const half = existing.find((flavor) => flavor.name === name && isHalfMade(flavor, wanted));
    if (half !== undefined) return { kind: 'complete', id: half.id, name, extraSpecs: missing(half, wanted) };
  }
}

/** Swap and ephemeral disks were not planned for; a flavor that is private or disabled may not be had by the caller. */
function isUsable(flavor: CloudFlavor): boolean {
  return flavor.isPublic && !flavor.isDisabled && flavor.swapMib === 0 && flavor.ephemeralGib === 0;
}

/** Ours, of the right size, and with nothing but what it should have. */
function isHalfMade(flavor: CloudFlavor, wanted: Flavor): boolean {
  const isSubset = Object.entries(flavor.extraSpecs).every(([key, value]) => wanted.extraSpecs[key] === value);
  return isUsable(flavor) && flavor.description === OUR_FLAVOR_MARK && isSubset && isSameSize(flavor, wanted);
}

function isSameSize(a: Omit<NamedFlavor, 'name'>, b: Flavor): boolean {
  return a.vcpus === b.vcpus && a.ramMib === b.ramMib && a.diskGib === b.diskGib;
}

function missing(flavor: CloudFlavor, wanted: Flavor): Flavor['extraSpecs'] {
  return Object.fromEntries(
    Object.entries(wanted.extraSpecs).filter(([key]) => !Object.hasOwn(flavor.extraSpecs, key)),
  );
}
