import type { CalibratedModel, Calibration, ModelScope, ScopedParameters } from '@iopath/core';
import type { Page } from './host-store.port';

/** In the shadow until it is promoted; retired when another was made active in its place. */
export const MODEL_STATES = ['shadow', 'active', 'retired'] as const;
export type ModelState = (typeof MODEL_STATES)[number];

/** What was fitted for one scope, and to what. */
export interface ScopeCalibration extends Calibration {
  readonly scope: ModelScope;
  /** Ids of the series that it was fitted to or judged by. */
  readonly series: readonly string[];
}

/** A series that nothing was fitted to, and why. */
export interface UnusedSeries {
  readonly id: string;
  readonly reason: UnusedReason;
}

/**
 * `unstable`: its runs scatter too much. `no_question`: the model has nothing to compare it with. `out_of_scope`: no scope
 * asked for covers its host. `host_gone`: its host is not in the inventory, so nobody knows its hardware class.
 */
export const UNUSED_REASONS = ['unstable', 'no_question', 'out_of_scope', 'host_gone'] as const;
export type UnusedReason = (typeof UNUSED_REASONS)[number];

/** How a version came about. */
export interface CalibrationRecord {
  /** Version whose other scopes were taken over; null: the model as shipped. */
  readonly from: string | null;
  readonly scopes: readonly ScopeCalibration[];
  readonly unused: readonly UnusedSeries[];
}

export interface NewModel {
  /** The shipped model that it was fitted on. */
  readonly base: string;
  readonly scopes: readonly ScopedParameters[];
  readonly calibration: CalibrationRecord;
}

export interface StoredModel extends CalibratedModel, NewModel {
  readonly state: ModelState;
  readonly createdAtMs: number;
  /** User id; null: not known. */
  readonly createdBy: string | null;
}

/** Who says something of a version. */
export interface ModelAuthor {
  /** User id; null: not known. */
  readonly userId: string | null;
  readonly requestId: string;
}

export const MODEL_ACTIONS = ['calibrate', 'promote', 'rollback'] as const;
export type ModelAction = (typeof MODEL_ACTIONS)[number];

/** One thing that was said of versions. Null as a version: the model as shipped. */
export interface ModelChange {
  readonly atMs: number;
  readonly action: ModelAction;
  readonly from: string | null;
  readonly to: string | null;
  readonly by: string | null;
  readonly requestId: string | null;
}

/** Decides, from what was said so far, what is to be active instead; undefined: all stays as it is. Null: as shipped. */
export type ModelChoice = (
  active: string | null,
  history: readonly ModelChange[],
) => { readonly to: string | null } | undefined;

/** Versions of the performance model that operators' measurements made. */
export abstract class ModelStore {
  /** Newest first. */
  abstract list(limit: number, marker: string | null): Promise<Page<StoredModel>>;
  abstract get(version: string): Promise<StoredModel | null>;
  /** Null: the model as shipped is. */
  abstract active(): Promise<StoredModel | null>;
  /** Stores it in the shadow, as `<base>+c<number>`. */
  abstract create(model: NewModel, author: ModelAuthor): Promise<StoredModel>;
  /**
   * Makes another version active, or the model as shipped. Whoever does so waits for whoever does, so `choose` is asked of
   * what is committed and stays so.
   */
  abstract activate(action: Exclude<ModelAction, 'calibrate'>, choose: ModelChoice, author: ModelAuthor): Promise<void>;
  /** What was said, oldest first: of one version, of the model as shipped (null), or of all. */
  abstract history(of?: { readonly version: string | null }): Promise<readonly ModelChange[]>;
}
