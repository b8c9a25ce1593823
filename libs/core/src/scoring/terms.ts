import type { DiskScoreInput, HostScoreInput, NicScoreInput, ScoreTerm } from './score-term';
import { hostCpu } from './terms/host-cpu.term';
import { hostHeadroom } from './terms/host-headroom.term';
import { diskLatency, nicLatency } from './terms/latency.term';
import { linkHeadroom } from './terms/link-headroom.term';
import { migrationEase } from './terms/migration.term';
import { numaLocality } from './terms/numa-locality.term';
import { diskScarcity, nicScarcity } from './terms/scarcity.term';
import { softServerGroup } from './terms/server-group.term';
import { diskThroughput, nicThroughput } from './terms/throughput.term';

export const NIC_TERMS: readonly ScoreTerm<NicScoreInput>[] = [
  nicLatency,
  nicThroughput,
  hostCpu,
  numaLocality,
  migrationEase,
  nicScarcity,
  linkHeadroom,
];

export const DISK_TERMS: readonly ScoreTerm<DiskScoreInput>[] = [
  diskLatency,
  diskThroughput,
  hostCpu,
  numaLocality,
  migrationEase,
  diskScarcity,
];

export const HOST_TERMS: readonly ScoreTerm<HostScoreInput>[] = [hostHeadroom, softServerGroup];
