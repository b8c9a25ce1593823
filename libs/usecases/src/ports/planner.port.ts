import type { AssumedHardware, Calibration, CalibrationSeries, PathCard, RequestDraft, VfAdvice } from '@iopath/core';
import type { JudgedHost } from '../migratability/judge-migratability';
import type { ShadowReport } from '../models/report-shadow';
import type { Replay, ReplayBy } from '../recommendations/replay-recommendation';
import type { Swap, SwappedVm } from '../allocations/swap';
import type { Cause } from './cause.port';
import { Decider } from './decider.port';
import type { Recommendation } from './recommendation-store.port';

/**
 * Everything that plans, which is CPU work: on this thread, or on threads that serve nobody else. What goes in and what
 * comes out is plain data, and so are the fields of a Refusal. Besides what each method throws: DecisionTimedOut,
 * PlanningThreadLost.
 */
export abstract class Planner extends Decider {
  /** Reads the fleet ahead of the first request that needs it; gives the number of hosts. Rejects while it cannot be read. */
  abstract readFleet(): Promise<number>;
  /** As `ReserveRecommendation.execute`. */
  abstract reserve(id: string, cause?: Cause): Promise<Recommendation>;
  /** As `SwapReservations.execute`. */
  abstract swap(swap: Swap): Promise<readonly SwappedVm[]>;
  /** As `ReplayRecommendation.execute`. */
  abstract replay(id: string, by: ReplayBy): Promise<Replay>;
  /** As `ComparePaths.ofRecommendation`. */
  abstract pathsOfRecommendation(id: string): Promise<readonly PathCard[]>;
  /** As `ComparePaths.ofRequest`. */
  abstract pathsOfRequest(draft: RequestDraft, hardware: AssumedHardware): Promise<readonly PathCard[]>;
  /** As `JudgeMigratability.execute`. */
  abstract migratability(hostName: string): Promise<JudgedHost>;
  /** As `AdviseHostVfs.execute`. */
  abstract vfAdvice(hostName: string): Promise<readonly VfAdvice[]>;
  /** As `calibrate` of the core. */
  abstract calibrate(series: readonly CalibrationSeries[]): Promise<Calibration>;
  /** As `ReportShadow.execute`. */
  abstract shadowReport(version: string, decisions: number): Promise<ShadowReport>;
  /** Takes no more calls; those in flight are ended where they have not ended by themselves within `drainMs`. */
  abstract close(drainMs: number): Promise<void>;
}
