/** What Nova would answer with a 400 (or 403), in a form that can be shown. */
export interface NovaRefusal {
  /** Name of the exception class in `nova/exception.py`; `ValueError` where Nova lets Python's own one through. */
  readonly exception: string;
  readonly message: string;
  /** RFC 6901 pointer into the request, to the extra spec or image property concerned. */
  readonly pointer: string;
}

/** Carries a refusal out of the checks; it does not leave this library (see `guestTopologyOf`). */
export class NovaRefusalError extends Error {
  constructor(readonly refusal: NovaRefusal) {
    super(refusal.message);
  }
}

/** @throws NovaRefusalError always. */
export function refuse(exception: string, message: string, pointer: string): never {
  throw new NovaRefusalError({ exception, message, pointer });
}

/** An exception's name as a code of ours: `nova.image_numa_topology_asymmetric`. */
export function refusalCode(exception: string): string {
  return `nova.${exception.replaceAll(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3_$2').toLowerCase()}`;
}

/** Pointer to a flavor extra spec in the request. */
export function extraSpecPointer(key: string): string {
  return `/flavor/extra_specs/${escapeToken(key)}`;
}

/** Pointer to an image property in the request. */
export function imagePropertyPointer(key: string): string {
  return `/image/properties/${escapeToken(key)}`;
}

/** RFC 6901: `~` and `/` inside a key are written `~0` and `~1`. */
function escapeToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
