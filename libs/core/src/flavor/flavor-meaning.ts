import { guestTopologyOf, type GuestTopology } from '../nova-fit/guest-topology';
import { lenientBoolean } from '../nova/python-values';
import type { Flavor, Image } from '../request/vm-request';
import { canonicalExtraSpecs } from './canonical-extra-specs';

/** An extra spec that may say no more than Nova's default does, if the image leaves that default alone. */
interface PossibleDefault {
  readonly key: string;
  readonly isDefault: (value: string) => boolean;
}

const anyValue = (): boolean => true;
const isFalse = (value: string): boolean => !lenientBoolean(value);

/**
 * Whether each does say no more is not decided here: it is left out only when the guest stays the same without it. The
 * switches whose effect is not part of the guest's topology are left out only when they are off.
 */
const POSSIBLE_DEFAULTS: readonly PossibleDefault[] = [
  { key: 'hw:cpu_policy', isDefault: (value) => value === 'shared' },
  { key: 'hw:emulator_threads_policy', isDefault: (value) => value === 'share' },
  { key: 'hw:vif_multiqueue_enabled', isDefault: anyValue },
  { key: 'hw:locked_memory', isDefault: isFalse },
  { key: 'hw:mem_encryption', isDefault: isFalse },
  { key: 'hw:virtio_packed_ring', isDefault: isFalse },
  { key: 'hw:numa_nodes', isDefault: (value) => value === '1' },
  { key: 'hw:pci_numa_affinity_policy', isDefault: anyValue },
];

/**
 * What a flavor means to Nova with one image: two flavors of the same meaning build the same guest from that image, with
 * the same claims.
 *
 * @returns A text to compare, not to read. Of a flavor that Nova refuses with this image it is all of its extra specs.
 */
export function flavorMeaning(flavor: Flavor, image: Image): string {
  const { vcpus, ramMib, diskGib } = flavor;
  return JSON.stringify([vcpus, ramMib, diskGib, Object.entries(meaningfulExtraSpecs(flavor, image))]);
}

/**
 * The canonical extra specs (`canonicalExtraSpecs`) without those that state a default which this image does not touch,
 * such as `hw:cpu_policy=shared`, or `hw:numa_nodes=1` beside pinned CPUs.
 *
 * @returns Extra specs in order of their names; all of them where Nova refuses flavor and image.
 */
export function meaningfulExtraSpecs(flavor: Flavor, image: Image): Readonly<Record<string, string>> {
  let canonical: Flavor = { ...flavor, extraSpecs: canonicalExtraSpecs(flavor) };
  const guest = guestMeaning(canonical, image);
  for (const { key, isDefault } of guest === null ? [] : POSSIBLE_DEFAULTS) {
    const { [key]: value, ...others } = canonical.extraSpecs;
    if (value === undefined || !isDefault(value)) continue;
    const without = { ...canonical, extraSpecs: others };
    if (guestMeaning(without, image) === guest) canonical = without;
  }
  return canonical.extraSpecs;
}

/** The guest's topology and device policies, each only where it has an effect; null for what Nova refuses. */
function guestMeaning(flavor: Flavor, image: Image): string | null {
  const result = guestTopologyOf(flavor, image);
  if (!result.ok) return null;
  const { topology, pciNumaPolicy, vifMultiqueue } = result;
  // Without guest NUMA nodes the policy does nothing (handbook 0.2), but `socket` also asks hosts for a trait (1.4).
  const policy = topology === null && pciNumaPolicy !== 'socket' ? null : pciNumaPolicy;
  return JSON.stringify([topology && topologyMeaning(topology), policy, vifMultiqueue]);
}

/** A stated `shared` is the default, and emulator threads float anyway where nothing is pinned. */
function topologyMeaning(topology: GuestTopology): unknown {
  const pinned = topology.cells.some(({ dedicatedVcpus }) => dedicatedVcpus.length > 0);
  return pinned ? topology : { ...topology, cpuPolicy: null, emulatorThreadsPolicy: null };
}
