import { formatHash, hash64 } from '../fleet/content-hash';
import type { Flavor } from '../request/vm-request';
import { canonicalExtraSpecs } from './canonical-extra-specs';

const HASH_DIGITS = 8;

/**
 * A name made of what the flavor is: `iopath-8c-16384m-40g-1a2b3c4d`, from vCPUs, MiB, GiB and a hash of the canonical
 * extra specs. Flavors that mean the same with every image get one name, so that a caller can look it up before creating.
 */
export function flavorName(flavor: Flavor): string {
  const specs = JSON.stringify(Object.entries(canonicalExtraSpecs(flavor)));
  const hash = formatHash(hash64(specs)).slice(0, HASH_DIGITS);
  return `iopath-${flavor.vcpus}c-${flavor.ramMib}m-${flavor.diskGib}g-${hash}`;
}
