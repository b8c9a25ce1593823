import { randomUUID } from 'node:crypto';
import { ParsedBenchmarkTools } from '@iopath/benchmarks';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import type { PlanningPolicy } from '@iopath/core';
import { AdvisorMetrics, AuditLog, type Logger } from '@iopath/observability';
import {
  AllocationStore,
  ApplyDrift,
  ApplyReplan,
  AwaitDecision,
  AuditLedger,
  AuditStore,
  BacklogStore,
  BenchmarkStore,
  BenchmarkTools,
  CloudHealth,
  type CloudReader,
  type CloudWriter,
  CloudServerStore,
  DatabaseHealth,
  DriftStore,
  type Calendar,
  FleetReader,
  HostSourceStore,
  InventoryLayerStore,
  HostStore,
  InventoryHistory,
  type IdempotencyStore,
  type InventoryFormat,
  KeepSchedule,
  LedgerHistory,
  ModelStore,
  type Outbox,
  Planner,
  ProfileStore,
  PutInventory,
  PutProfile,
  QuarantineStore,
  QueueAdmission,
  RealiseRecommendation,
  type RealisationStore,
  type QueueLimits,
  type ReconcileStore,
  RecommendationStore,
  ReplanScheduleStore,
  type ReplanStepStore,
  ReplanStore,
  requestCheck,
  RequestReplan,
  RequestSync,
  SubmitRecommendation,
  SyncStore,
  WorkQueue,
} from '@iopath/usecases';
import type { ApiAccess } from './access/api-access';
import { CalibrationsController } from './calibrations/calibrations.controller';
import { ShadowReportController } from './models/shadow-report/shadow-report.controller';
import { ModelsController } from './models/models.controller';
import { BenchmarksController } from './benchmarks/benchmarks.controller';
import { DriftController } from './drift/drift.controller';
import { AllocationsController } from './allocations/allocations.controller';
import { Ending } from './ending';
import { inventoryProviders } from './inventory-providers';
import { measuringProviders } from './measuring-providers';
import { ObservationsController } from './allocations/observations.controller';
import { SwapController } from './allocations/swap.controller';
import { RealisationController } from './realisation/realisation.controller';
import { ArtifactsController } from './realisation/artifacts.controller';
import { AuditsController } from './audits/audits.controller';
import { FlavorsController } from './flavors/flavors.controller';
import { TargetRelease } from './flavors/target-release';
import { HealthController } from './health/health.controller';
import { VersionsController } from './health/versions.controller';
import { BulkWriter } from './hosts/bulk-writer';
import { HostServersController } from './host-servers/host-servers.controller';
import { HostsController } from './hosts/hosts.controller';
import { InventoryChangesController } from './inventory-changes/inventory-changes.controller';
import { InventoryImportController } from './hosts/inventory-import.controller';
import { MigratabilityController } from './migratability/migratability.controller';
import { NicsController } from './nics/nics.controller';
import { FirstAnswers } from './idempotency/first-answers';
import { ProfilesController } from './profiles/profiles.controller';
import { QuarantinesController } from './quarantines/quarantines.controller';
import { PathsChartController } from './charts/paths-chart.controller';
import { ValidationChartController } from './charts/validation-chart.controller';
import { ComparisonController } from './comparison/comparison.controller';
import { ApplyController } from './replans/apply/apply.controller';
import { ReplansController } from './replans/replans.controller';
import { ReplanReportController } from './replans/report/replan-report.controller';
import { ReplanSchedulesController } from './replans/schedules/replan-schedules.controller';
import { SyncsController } from './syncs/syncs.controller';
import { ReplayController } from './replay/replay.controller';
import { newRecommendationId } from './recommendations/recommendation-id';
import { RecommendationsController } from './recommendations/recommendations.controller';

/** The cloud's services, as far as the API asks them. */
export interface ApiCloud {
  readonly reader: CloudReader;
  readonly writer: CloudWriter;
  ping(): Promise<void>;
}

/** What the API works with. */
export interface ApiPorts {
  readonly hosts: HostStore;
  readonly cloudServers: CloudServerStore;
  readonly fleet: FleetReader;
  readonly recommendations: RecommendationStore;
  readonly allocations: AllocationStore;
  readonly realisations: RealisationStore;
  readonly audits: AuditStore;
  readonly syncs: SyncStore;
  readonly replans: ReplanStore;
  readonly replanSteps: ReplanStepStore;
  readonly replanSchedules: ReplanScheduleStore;
  readonly calendar: Calendar;
  readonly hostSources: HostSourceStore;
  readonly inventoryHistory: InventoryHistory;
  readonly inventoryLayers: InventoryLayerStore;
  readonly quarantines: QuarantineStore;
  readonly reconciliation: ReconcileStore;
  readonly drift: DriftStore;
  readonly history: LedgerHistory;
  readonly backlog: BacklogStore;
  readonly benchmarks: BenchmarkStore;
  readonly models: ModelStore;
  readonly outbox: Outbox;
  readonly idempotency: IdempotencyStore;
  readonly profiles: ProfileStore;
  readonly health: DatabaseHealth;
  readonly queue: WorkQueue;
  /** Plans what somebody waits for; the worker's where both are one process. */
  readonly planner: Planner;
  /** What reads other tools' inventories; left out: every reader there is, on this thread. */
  readonly importFormats?: readonly InventoryFormat[];
  /** Who gets in, and what they may do. */
  readonly access: ApiAccess;
  /** The cloud's services; left out or null: none is configured. */
  readonly cloud?: ApiCloud | null;
  readonly metrics: AdvisorMetrics;
  readonly logger: Logger;
  readonly policy: PlanningPolicy;
  /** Undecided requests at which new ones are refused. */
  readonly queueLimits: QueueLimits;
}

@Module({})
export class ApiModule {
  static of(ports: ApiPorts): DynamicModule {
    return {
      module: ApiModule,
      controllers: [
        VersionsController,
        HealthController,
        HostsController,
        InventoryChangesController,
        InventoryImportController,
        HostServersController,
        MigratabilityController,
        NicsController,
        RecommendationsController,
        AllocationsController,
        ObservationsController,
        SwapController,
        QuarantinesController,
        ComparisonController,
        PathsChartController,
        ReplayController,
        ArtifactsController,
        RealisationController,
        ProfilesController,
        FlavorsController,
        AuditsController,
        BenchmarksController,
        CalibrationsController,
        ModelsController,
        ShadowReportController,
        ValidationChartController,
        DriftController,
        SyncsController,
        ReplansController,
        ReplanReportController,
        ApplyController,
        ReplanSchedulesController,
      ],
      providers: [
        ...portProviders(ports),
        ...useCaseProviders(ports),
        ...replanProviders(ports),
        ...measuringProviders(ports),
      ],
    };
  }
}

function portProviders(ports: ApiPorts): Provider[] {
  return [
    { provide: HostStore, useValue: ports.hosts },
    { provide: HostSourceStore, useValue: ports.hostSources },
    { provide: InventoryHistory, useValue: ports.inventoryHistory },
    { provide: InventoryLayerStore, useValue: ports.inventoryLayers },
    { provide: CloudServerStore, useValue: ports.cloudServers },
    { provide: RecommendationStore, useValue: ports.recommendations },
    { provide: AllocationStore, useValue: ports.allocations },
    { provide: QuarantineStore, useValue: ports.quarantines },
    { provide: LedgerHistory, useValue: ports.history },
    { provide: ProfileStore, useValue: ports.profiles },
    { provide: AuditStore, useValue: ports.audits },
    { provide: DriftStore, useValue: ports.drift },
    { provide: SyncStore, useValue: ports.syncs },
    { provide: ReplanStore, useValue: ports.replans },
    { provide: FleetReader, useValue: ports.fleet },
    { provide: ReplanScheduleStore, useValue: ports.replanSchedules },
    { provide: BenchmarkStore, useValue: ports.benchmarks },
    { provide: ModelStore, useValue: ports.models },
    { provide: BenchmarkTools, useFactory: () => new ParsedBenchmarkTools() },
    { provide: BacklogStore, useValue: ports.backlog },
    { provide: DatabaseHealth, useValue: ports.health },
    { provide: CloudHealth, useValue: ports.cloud ?? null },
    { provide: WorkQueue, useValue: ports.queue },
    { provide: Planner, useValue: ports.planner },
    { provide: AdvisorMetrics, useValue: ports.metrics },
    { provide: TargetRelease, useFactory: () => new TargetRelease(ports.policy.release) },
  ];
}

function useCaseProviders(ports: ApiPorts): Provider[] {
  const { recommendations: store, fleet, queue, outbox, backlog, policy, logger } = ports;
  const clock = Date.now;
  const check = requestCheck(policy);
  const admission = new QueueAdmission({ backlog, limits: ports.queueLimits, clock });
  return [
    ...inventoryProviders(ports),
    { provide: PutProfile, useFactory: () => new PutProfile(ports.profiles) },
    {
      provide: BulkWriter,
      inject: [PutInventory],
      useFactory: (putInventory: PutInventory) => new BulkWriter(putInventory, logger),
    },
    {
      provide: AuditLedger,
      useFactory: () => new AuditLedger({ audits: ports.audits, observer: new AuditLog(logger), clock }),
    },
    {
      provide: RealiseRecommendation,
      useFactory: () => new RealiseRecommendation({ ...ports, cloud: ports.cloud ?? null, clock }),
    },
    {
      provide: ApplyDrift,
      useFactory: () => {
        const { drift, reconciliation, allocations } = ports;
        return new ApplyDrift({ drift, reconciliation, allocations, reader: ports.cloud?.reader ?? null });
      },
    },
    { provide: RequestSync, useFactory: () => new RequestSync(ports.syncs, (ports.cloud ?? null) !== null) },
    { provide: FirstAnswers, useFactory: () => new FirstAnswers(ports.idempotency) },
    { provide: Ending, useFactory: () => new Ending() },
    { provide: AwaitDecision, useFactory: () => new AwaitDecision(store, queue, clock) },
    {
      provide: SubmitRecommendation,
      useFactory: () =>
        new SubmitRecommendation({
          store,
          profiles: ports.profiles,
          fleet,
          queue,
          outbox,
          admission,
          newId: newRecommendationId,
          check,
        }),
    },
  ];
}

function replanProviders(ports: ApiPorts): Provider[] {
  const { replanSteps: steps, replans } = ports;
  const check = requestCheck(ports.policy);
  return [
    {
      provide: ApplyReplan,
      useFactory: () =>
        new ApplyReplan({ steps, replans, hasCloud: (ports.cloud ?? null) !== null, newId: randomUUID }),
    },
    { provide: RequestReplan, useFactory: () => new RequestReplan({ ...ports, store: replans, check }) },
    {
      provide: KeepSchedule,
      useFactory: () => new KeepSchedule({ ...ports, schedules: ports.replanSchedules, check, clock: Date.now }),
    },
  ];
}
