import { checkExtraSpecs } from '../../nova/extra-spec-check';
import { guestTopologyOf } from '../../nova-fit/guest-topology';
import type { Image } from '../../request/vm-request';
import { canonicalExtraSpecs } from '../canonical-extra-specs';
import { meaningfulExtraSpecs } from '../flavor-meaning';
import type { ConsolidationScope, FlavorInUse, FlavorNeed } from './consolidation';

/** Flavors that mean the same, with the one that stands for them. */
export interface FlavorClass {
  readonly flavor: FlavorInUse;
  /** Names of all, the representative's among them, in code-unit order. */
  readonly names: readonly string[];
  readonly needs: readonly FlavorNeed[];
  readonly weight: number;
  /** What its extra specs mean, once an image; a single entry where any image may come. */
  readonly meanings: readonly Readonly<Record<string, string>>[];
  /** Whether Nova accepts it, once an image. */
  readonly accepted: readonly boolean[];
}

const NO_IMAGE: Image = { osId: null, properties: {} };

/**
 * Groups flavors that build the same guest from every one of the images, or from any image when they are not known.
 * Nothing changes for a VM whose flavor is replaced by another of its class.
 *
 * @returns Classes in order of their representatives' names: of each class the flavor that most VMs have, then the first
 *   by name.
 */
export function flavorClasses(
  flavors: readonly FlavorInUse[],
  { images, release }: Pick<ConsolidationScope, 'images' | 'release'>,
): readonly FlavorClass[] {
  const byMeaning = new Map<string, { meanings: FlavorClass['meanings']; members: FlavorInUse[] }>();
  for (const flavor of flavors) {
    const meanings =
      images === null ? [canonicalExtraSpecs(flavor)] : images.map((image) => meaningfulExtraSpecs(flavor, image));
    const key = JSON.stringify([flavor.vcpus, flavor.ramMib, flavor.diskGib, meanings.map(Object.entries)]);
    const group = byMeaning.get(key) ?? { meanings, members: [] };
    group.members.push(flavor);
    byMeaning.set(key, group);
  }
  return [...byMeaning.values()]
    .map(({ meanings, members }) => {
      const one = representative(members);
      const passes = checkExtraSpecs(one.extraSpecs, release).length === 0;
      const accepted = (images ?? [NO_IMAGE]).map((image) => passes && guestTopologyOf(one, image).ok);
      return classOf(one, members, meanings, accepted);
    })
    .sort((a, b) => (a.flavor.name < b.flavor.name ? -1 : 1));
}

function representative(members: readonly FlavorInUse[]): FlavorInUse {
  return members.reduce((best, one) => {
    const more = weightOf(one.requests) - weightOf(best.requests) || (one.name < best.name ? 1 : -1);
    return more > 0 ? one : best;
  });
}

function classOf(
  flavor: FlavorInUse,
  members: readonly FlavorInUse[],
  meanings: FlavorClass['meanings'],
  accepted: FlavorClass['accepted'],
): FlavorClass {
  const needs = addedUp(members.flatMap(({ requests }) => requests));
  const names = members.map(({ name }) => name).sort();
  return { flavor, names, needs, weight: weightOf(needs), meanings, accepted };
}

function weightOf(needs: readonly FlavorNeed[]): number {
  return needs.reduce((sum, { weight }) => sum + weight, 0);
}

/** Equal needs as one, the smallest first. */
export function addedUp(needs: readonly FlavorNeed[]): readonly FlavorNeed[] {
  const bySize = new Map<string, FlavorNeed>();
  for (const need of needs) {
    const key = `${need.vcpus} ${need.ramMib} ${need.diskGib}`;
    bySize.set(key, { ...need, weight: need.weight + (bySize.get(key)?.weight ?? 0) });
  }
  return [...bySize.values()].sort((a, b) => a.vcpus - b.vcpus || a.ramMib - b.ramMib || a.diskGib - b.diskGib);
}
