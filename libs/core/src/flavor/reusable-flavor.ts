import type { Flavor, Image, NamedFlavor } from '../request/vm-request';
import { flavorMeaning } from './flavor-meaning';

/**
 * A flavor that the cloud has already and that builds the same guest from this image, so that none has to be created;
 * of several the first by name. Null when there is none.
 */
export function reusableFlavor(wanted: Flavor, image: Image, existing: readonly NamedFlavor[]): NamedFlavor | null {
  const sameSize = existing.filter(
    ({ vcpus, ramMib, diskGib }) => vcpus === wanted.vcpus && ramMib === wanted.ramMib && diskGib === wanted.diskGib,
  );
  if (sameSize.length === 0) return null;
  const meaning = flavorMeaning(wanted, image);
  const equal = sameSize.filter((flavor) => flavorMeaning(flavor, image) === meaning);
  return equal.reduce<NamedFlavor | null>(
    (first, one) => (first === null || one.name < first.name ? one : first),
    null,
  );
}
