import { type CalibratedModel, MODEL_VERSIONS } from '@iopath/core';
import type { FleetReader } from '../ports/fleet.port';

/** Looks a version of the performance model up; null is the one as shipped, undefined one that there is not. */
export async function predictingModel(
  version: string,
  active: CalibratedModel | null,
  reader: Pick<FleetReader, 'model'>,
): Promise<CalibratedModel | null | undefined> {
  if (MODEL_VERSIONS.includes(version)) return null;
  if (version === active?.version) return active;
  return (await reader.model(version)) ?? undefined;
}
