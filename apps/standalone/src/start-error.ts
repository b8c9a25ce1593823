/** Thrown when the service cannot start, with all that its operator needs to know and no more. */
export class StartError extends Error {}

/** What is wrong, in one line where the error has one. Node gives a refused connection to `localhost` no message at all. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return 'code' in error ? String(error.code) : error.name;
}
