import { diskTerms } from './disk-terms';
import { guestInterrupts, type GuestInterrupts, type GuestInterruptsInput } from './guest-interrupts';
import { nicTerms } from './nic-terms';
import { MODEL_VERSION, PARAMETERS, type ModelParameters } from './parameters.data';
import { predictDiskWith } from './predict-disk';
import { predictNicWith } from './predict-nic';
import type { DiskModelInput, DiskPrediction, NicModelInput, NicPrediction } from './prediction';

/** The performance model with one set of parameters. */
export interface PathModel {
  readonly version: string;
  readonly parameters: ModelParameters;
  readonly predictNic: (input: NicModelInput) => NicPrediction;
  readonly predictDisk: (input: DiskModelInput) => DiskPrediction;
  readonly predictInterrupts: (input: GuestInterruptsInput) => GuestInterrupts;
}

/** The model for a set of parameters, which is worked out here once: keep what is returned. */
export function pathModel(version: string, parameters: ModelParameters): PathModel {
  const nics = nicTerms(parameters);
  const disks = diskTerms(parameters);
  return {
    version,
    parameters,
    predictNic: (input) => predictNicWith(nics, input),
    predictDisk: (input) => predictDiskWith(disks, input),
    predictInterrupts: (input) => guestInterrupts(nics.events, parameters, input),
  };
}

/** The model that this release is shipped with. */
export const SHIPPED_MODEL = pathModel(MODEL_VERSION, PARAMETERS);

/** What the shipped model predicts for a NIC; see {@link predictNicWith}. */
export const predictNic = SHIPPED_MODEL.predictNic;

/** What the shipped model predicts for a disk; see {@link predictDiskWith}. */
export const predictDisk = SHIPPED_MODEL.predictDisk;
