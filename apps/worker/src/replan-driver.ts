import { randomUUID } from 'node:crypto';
import { type PciAliasDefinition, PciAliases } from '@iopath/core';
import {
  type CloudReader,
  type CloudServerStore,
  type CloudWriter,
  DriveReplans,
  type HostStore,
  LookAgain,
  MoveServer,
  PlanRest,
  type ReconcileStore,
  type ReplanStepStore,
  type ReplanStore,
  type WorkQueue,
} from '@iopath/usecases';

/** Where re-plans stand, and what their steps change. */
export interface ReplanDriverPorts {
  readonly replanSteps: ReplanStepStore;
  readonly replans: ReplanStore;
  readonly reconciliation: ReconcileStore;
  readonly hosts: HostStore;
  readonly cloudServers: CloudServerStore;
  readonly queue: WorkQueue;
}

/** The cloud that steps go through. */
export interface MovingCloud {
  readonly reader: CloudReader;
  readonly writer: CloudWriter;
  /** Nova's `[pci]alias`; null when nobody told. */
  readonly pciAliases: readonly PciAliasDefinition[] | null;
}

/** @param cloud null where none is configured: callers report how steps ended */
export function replanDriver(ports: ReplanDriverPorts, cloud: MovingCloud | null): DriveReplans {
  const { replanSteps: steps, replans, reconciliation, hosts, cloudServers: servers, queue } = ports;
  const clock = Date.now;
  const aliases = cloud?.pciAliases ? new PciAliases(cloud.pciAliases) : null;
  const rest = new PlanRest({ replans, queue, newId: randomUUID });
  return new DriveReplans({
    steps,
    replans,
    reconciliation,
    cloud: cloud && {
      move: new MoveServer(cloud),
      lookAgain: new LookAgain({ reader: cloud.reader, aliases, servers, hosts, clock, newId: randomUUID }),
    },
    planRest: (parent) => rest.execute(parent),
    clock,
  });
}
