import type { AcceptedRun, SeriesKey } from '@iopath/core';
import type { Page } from './host-store.port';

/** Measured on purpose, or told of a VM that was placed. */
export type SeriesOrigin = 'benchmark' | 'observation';

/** A run on its way into a series. */
export interface NewRun {
  readonly run: AcceptedRun;
  /** Of what the tool printed: the same result sent twice is one run. */
  readonly resultHash: string;
}

export interface StoredRun extends AcceptedRun {
  readonly submittedAtMs: number;
  readonly submittedBy: string | null;
}

/** Everything that was measured under the same conditions in the same way. */
export interface StoredSeries extends SeriesKey {
  readonly id: string;
  readonly origin: SeriesOrigin;
  /** In order of arrival. */
  readonly runs: readonly StoredRun[];
  readonly createdAtMs: number;
}

export interface SeriesAddition {
  /** What the series is to be called, a UUID, unless there is one for its key. */
  readonly newId: string;
  readonly key: SeriesKey;
  /** Hardware of its host as it is at present. */
  readonly hardwareClass: string;
  readonly runs: readonly NewRun[];
}

export interface SeriesFilter {
  readonly hostName: string | null;
  readonly origin: SeriesOrigin | null;
}

export abstract class BenchmarkStore {
  /**
   * Adds runs to the series of their keys, all of them or none. Runs that are there already are not added again.
   *
   * @param judge is shown every series as it would be, and throws where it may not be.
   * @param submittedBy user id; null: not known
   * @returns the series as they are then, in order.
   */
  abstract add(
    origin: SeriesOrigin,
    additions: readonly SeriesAddition[],
    submittedBy: string | null,
    judge: (series: readonly StoredSeries[]) => void,
  ): Promise<readonly StoredSeries[]>;
  /** Newest first. */
  /** Series of a host that have a run of this result, whatever else they say of where it ran. */
  abstract withResult(origin: SeriesOrigin, hostName: string, resultHash: string): Promise<readonly StoredSeries[]>;
  abstract list(filter: SeriesFilter, limit: number, marker: string | null): Promise<Page<StoredSeries>>;
  abstract get(id: string): Promise<StoredSeries | null>;
}
