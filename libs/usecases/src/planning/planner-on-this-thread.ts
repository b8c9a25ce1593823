import type {
  AssumedHardware,
  calibrate,
  Calibration,
  CalibrationSeries,
  PathCard,
  RequestDraft,
  VfAdvice,
} from '@iopath/core';
import type { Swap, SwappedVm } from '../allocations/swap';
import type { SwapReservations } from '../allocations/swap-reservations';
import type { ComparePaths } from '../comparison/compare-paths';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import type { JudgedHost, JudgeMigratability } from '../migratability/judge-migratability';
import type { AdviseHostVfs } from '../nics/advise-host-vfs';
import type { ReportShadow, ShadowReport } from '../models/report-shadow';
import { Planner } from '../ports/planner.port';
import type { Recommendation, TakenRecommendation } from '../ports/recommendation-store.port';
import type { DecideRecommendation } from '../recommendations/decide-recommendation';
import type { Replay, ReplayBy, ReplayRecommendation } from '../recommendations/replay-recommendation';
import type { Cause } from '../ports/cause.port';
import type { ReserveRecommendation } from '../recommendations/reserve-recommendation';

/** The use cases that plan, on one view of the fleet. */
export interface PlanningUseCases {
  readonly snapshot: FleetSnapshot;
  readonly decide: DecideRecommendation;
  readonly reserve: ReserveRecommendation;
  readonly swap: SwapReservations;
  readonly replay: ReplayRecommendation;
  readonly compare: ComparePaths;
  readonly migratability: JudgeMigratability;
  readonly vfAdvice: AdviseHostVfs;
  readonly calibrate: typeof calibrate;
  readonly reportShadow: ReportShadow;
}

/** Plans where it is called: whatever else runs on that thread waits meanwhile. */
export class PlannerOnThisThread extends Planner {
  constructor(private readonly useCases: PlanningUseCases) {
    super();
  }

  override async readFleet(): Promise<number> {
    const { hosts } = await this.useCases.snapshot.refresh();
    return hosts.length;
  }

  override decide(taken: TakenRecommendation): Promise<void> {
    return this.useCases.decide.decide(taken);
  }

  override reserve(id: string, cause?: Cause): Promise<Recommendation> {
    return this.useCases.reserve.execute(id, cause);
  }

  override swap(swap: Swap): Promise<readonly SwappedVm[]> {
    return this.useCases.swap.execute(swap);
  }

  override replay(id: string, by: ReplayBy): Promise<Replay> {
    return this.useCases.replay.execute(id, by);
  }

  override pathsOfRecommendation(id: string): Promise<readonly PathCard[]> {
    return this.useCases.compare.ofRecommendation(id);
  }

  override pathsOfRequest(draft: RequestDraft, hardware: AssumedHardware): Promise<readonly PathCard[]> {
    return this.useCases.compare.ofRequest(draft, hardware);
  }

  override migratability(hostName: string): Promise<JudgedHost> {
    return this.useCases.migratability.execute(hostName);
  }

  override vfAdvice(hostName: string): Promise<readonly VfAdvice[]> {
    return this.useCases.vfAdvice.execute(hostName);
  }

  override calibrate(series: readonly CalibrationSeries[]): Promise<Calibration> {
    return Promise.resolve(this.useCases.calibrate(series));
  }

  override shadowReport(version: string, decisions: number): Promise<ShadowReport> {
    return this.useCases.reportShadow.execute(version, decisions);
  }

  /** There is nothing to end: a call belongs to its caller. */
  override close(): Promise<void> {
    return Promise.resolve();
  }
}
