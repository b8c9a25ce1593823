/** What a client can ask for. */
export const OPERATION_KINDS = [
  'create',
  'poll',
  'get_allocation',
  'list_allocations',
  'list_recommendations',
  'confirm',
  'confirm_all',
  'release',
  'release_all',
  'renew',
  'renew_all',
  'reserve',
  'swap',
  'put_inventory',
  'set_host_state',
  'quarantine',
  'clear_quarantine',
  'list_quarantines',
  'history',
  'age',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** How an operation ended, as far as its client knows. */
export type Outcome =
  | { readonly kind: 'ok'; readonly status: number }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  /** Connection lost, no answer in time, or a 5xx: it may have happened, happen yet, or never happen. */
  | { readonly kind: 'indeterminate'; readonly status: number | null; readonly why: string };

export type HoldState = 'reserved' | 'confirmed' | 'orphaned' | 'released' | 'expired';

/** States in which a device or an amount is somebody's. */
export const HELD: readonly HoldState[] = ['reserved', 'confirmed', 'orphaned'];

/** A hold on one device, as an answer showed it. */
export interface SeenAllocation {
  readonly id: string;
  readonly reservationId: string;
  readonly recommendationId: string;
  readonly hostName: string;
  readonly kind: 'vf' | 'pf' | 'pci';
  readonly pfAddress: string | null;
  readonly deviceAddress: string;
  readonly state: HoldState;
  readonly serverId: string | null;
  readonly generation: number;
  readonly expiresAtMs: number | null;
}

/** The hold of one VM, as an answer showed it. */
export interface SeenReservation {
  readonly id: string;
  readonly recommendationId: string;
  readonly member: number;
  readonly hostName: string;
  readonly state: HoldState;
  readonly serverId: string | null;
  readonly expiresAtMs: number | null;
}

/** A recommendation, as an answer showed it. */
export interface SeenRecommendation {
  readonly id: string;
  readonly status: string;
  /** Of what was decided, leaving out what may change afterwards; null while it is not decided. */
  readonly decision: string | null;
}

/** All that one answer showed. */
export interface Seen {
  readonly recommendations: readonly SeenRecommendation[];
  readonly reservations: readonly SeenReservation[];
  readonly allocations: readonly SeenAllocation[];
}

/** One operation of one client. Times are milliseconds of the harness's clock, which the service shares. */
export interface Operation {
  readonly id: number;
  readonly client: string;
  readonly kind: OperationKind;
  /** Id of the recommendation or allocation, or name of the host; null for lists, and before there is one. */
  readonly target: string | null;
  readonly input: Readonly<Record<string, unknown>>;
  readonly invokedMs: number;
  /** When its outcome was known; an indeterminate one may take effect later. */
  readonly answeredMs: number;
  readonly outcome: Outcome;
  readonly seen: Seen;
}

export const NOTHING_SEEN: Seen = { recommendations: [], reservations: [], allocations: [] };
