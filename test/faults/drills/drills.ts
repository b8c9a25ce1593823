import type { DrillName, FaultTestOptions } from '../options';
import { killOnlyWorker } from './kill-only-worker';
import { redisAway } from './redis-away';

/** What a drill found, beside whether it passed. */
export interface DrillReport {
  readonly passed: boolean;
  readonly [figure: string]: unknown;
}

export type Drill = (root: string, options: FaultTestOptions) => Promise<DrillReport>;

export const DRILL_OF: Readonly<Record<DrillName, Drill>> = {
  'kill-only-worker': killOnlyWorker,
  'redis-away': redisAway,
};
