import type { IsolationNeed, MigrationNeed, VmRequest } from './vm-request';

/** What a profile gives to a request that says nothing of it. */
export interface RequestDefaults {
  readonly migration: MigrationNeed;
  readonly isolation: IsolationNeed;
  /** How long a reservation waits to be confirmed, s. */
  readonly reservationTtlS: number;
}

/** A request as its caller wrote it: null where the profile is to say. */
export type RequestDraft = Omit<VmRequest, keyof RequestDefaults> & {
  readonly [Field in keyof RequestDefaults]: RequestDefaults[Field] | null;
};

/** The request with the profile's defaults where its caller was silent. */
export function completeRequest(draft: RequestDraft, defaults: RequestDefaults): VmRequest {
  return {
    ...draft,
    migration: draft.migration ?? defaults.migration,
    isolation: draft.isolation ?? defaults.isolation,
    reservationTtlS: draft.reservationTtlS ?? defaults.reservationTtlS,
  };
}
