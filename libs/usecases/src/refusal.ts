import type { Fault } from '@iopath/core';

export type RefusalKind =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'too_many' | 'unavailable';

/**
 * A use case that will not do what it was asked, and why. The edge turns it into problem+json; `code`
 * is dotted and never renamed once published, and tells a client whether trying again can help.
 */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly faults: readonly Fault[] = [],
    /** After which the same may be asked again, where that can help and the time is known. */
    readonly retryAfterS: number | null = null,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}
