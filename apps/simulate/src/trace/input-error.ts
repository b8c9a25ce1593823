/** A trace or a fleet that cannot be read; the message names file and line. */
export class InputError extends Error {}

/** A failure of the file system or of unpacking as an InputError on that file; anything else as it is. */
export function asInputError(where: string, error: unknown): unknown {
  const isOfSystem = typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
  return isOfSystem ? new InputError(`${where}: ${String(error.message)}`) : error;
}
