import type { ReplanStep } from '@iopath/core';
import type { CloudReader } from '../../ports/cloud-reader.port';

/** The cloud has no flavor as the new place of a VM needs it. */
export class FlavorMissingError extends Error {}

/**
 * The id of the cloud's flavor that the place of a step was planned with: the same size and the same extra specs, of several
 * the first by name. None is made here: a flavor belongs to whoever asks for the VM, and realising makes them.
 *
 * @throws FlavorMissingError; CloudError
 */
export async function flavorForResize(
  { placement }: Pick<ReplanStep, 'placement'>,
  reader: Pick<CloudReader, 'flavors'>,
): Promise<string> {
  const { vcpus, ramMib, diskGib, extraSpecs } = placement.nova.flavor;
  const wanted = spelt(extraSpecs);
  let best: { readonly id: string; readonly name: string } | null = null;
  for await (const flavor of reader.flavors()) {
    const isSame = flavor.vcpus === vcpus && flavor.ramMib === ramMib && flavor.diskGib === diskGib;
    if (!isSame || flavor.isDisabled || spelt(flavor.extraSpecs) !== wanted) continue;
    if (best === null || flavor.name < best.name) best = flavor;
  }
  if (best !== null) return best.id;
  const size = `${vcpus} vCPUs, ${ramMib} MiB and ${diskGib} GiB`;
  throw new FlavorMissingError(`The cloud has no flavor of ${size} with the extra specs ${wanted}.`);
}

function spelt(extraSpecs: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(extraSpecs).sort(([a], [b]) => (a < b ? -1 : 1)));
}
