import { MODEL_VERSION } from './parameters.data';

/** Versions of the performance model that this release can decide by, newest first. */
export const MODEL_VERSIONS: readonly string[] = [MODEL_VERSION];
