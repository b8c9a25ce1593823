import { type ObservedFigures, observedRuns } from './observed-runs';

const NOTHING: ObservedFigures = {
  durationS: 60,
  messageBytes: 4096,
  streams: 2,
  queueDepth: null,
  access: null,
  latencyUs: null,
  throughputMbps: null,
  packetRateKpps: null,
  iops: null,
  throughputMibps: null,
  samples: null,
};

const codesOf = (figures: ObservedFigures, device: 'nic' | 'disk') => {
  const outcome = observedRuns(figures, device);
  return 'faults' in outcome ? outcome.faults.map(({ pointer, code }) => [pointer, code]) : outcome.runs;
};

describe('what was observed of a NIC', () => {
  it('is a run of each kind of load', () => {
    const figures = { ...NOTHING, latencyUs: { p50: 40, p99: 60 }, throughputMbps: 9000, packetRateKpps: 900 };

    expect(observedRuns(figures, 'nic')).toMatchObject({
      runs: [
        { workload: 'round_trip', values: { rttP50Us: 40, rttP99Us: 60 }, tool: 'observed', isDirect: null },
        { workload: 'bulk_tcp', values: { throughputMbps: 9000 } },
        { workload: 'bulk_udp', values: { packetRateKpps: 900 } },
      ],
    });
  });

  it('is nothing where too few samples stand behind its only figure', () => {
    expect(codesOf({ ...NOTHING, latencyUs: { p50: 40, p99: 60 }, samples: 199 }, 'nic')).toEqual([
      ['', 'observation.empty'],
    ]);
  });

  it('is never what is measured of a disk', () => {
    expect(codesOf({ ...NOTHING, iops: 1, throughputMibps: 1 }, 'nic')).toEqual([
      ['/iops', 'observation.other_device'],
      ['/throughput_mibps', 'observation.other_device'],
    ]);
  });
});

describe('what was observed of a disk', () => {
  const READS: ObservedFigures = { ...NOTHING, access: 'random_read', queueDepth: 32, iops: 300_000 };

  it('is one run with all its figures', () => {
    expect(observedRuns({ ...READS, latencyUs: { p50: 90, p99: null } }, 'disk')).toMatchObject({
      runs: [{ workload: 'random_read', queueDepth: 32, isDirect: true, values: { iops: 300_000, diskP50Us: 90 } }],
    });
  });

  it('wants to be told what the requests were, and how many were under way', () => {
    expect(codesOf({ ...READS, access: null, queueDepth: null }, 'disk')).toEqual([
      ['/access', 'field.required'],
      ['/queue_depth', 'field.required'],
    ]);
  });
});
