import type { CloudError } from '../ports/cloud-reader.port';

/** The cloud would not, or could not: what is left of the realisation is named. */
export class RealisationFailed extends Error {
  constructor(
    override readonly cause: CloudError,
    /** What was made and is there still: each with its kind, name and id. */
    readonly left: readonly string[],
  ) {
    super(cause.message);
    this.name = 'RealisationFailed';
  }
}
