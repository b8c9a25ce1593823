import { aHostState } from '@iopath/testing';
import fc from 'fast-check';
import type { NicPathName } from '../../io-path/io-path';
import type { NicModelInput } from '../../io-path/model/prediction';
import {
  amount,
  diskInput,
  diskPath,
  diskPrediction,
  latency,
  nicInput,
  nicPath,
  nicPrediction,
} from '../../spec-score-inputs';
import { paretoFront } from './pareto';
import type { Champion } from './search-fleet';

interface Way {
  readonly host?: string;
  readonly path?: NicPathName;
  readonly p99?: number | null;
  readonly mbps?: number;
  readonly cores?: number;
  readonly score?: number;
}

function candidate({ host = 'compute-1', path = 'vhost_net', p99 = 40, mbps = 10_000, cores = 1, score = 0.5 }: Way) {
  const predicted = nicPrediction({
    latencyUs: p99 === null ? null : latency(p99, p99, p99),
    throughputMbps: amount(mbps),
    hostCores: amount(cores),
  });
  const input = nicInput({ path: nicPath(path), predicted });
  const nic = { path: input.path, pf: null, queues: 1, asked: aNicQuestion(path), input, predicted, total: score };
  const anchor = { topology: null, fit: null, nodes: null, isClaimable: true };
  const assignment = { anchor, nics: [nic], disks: [], aliasDevices: [] };
  const tried = { host: aHostState(host), assignment, score, nicPaths: path };
  return { host: tried.host, score, tried } satisfies Champion;
}

function aNicQuestion(path: NicPathName): NicModelInput {
  const unsaid = { linkSpeedMbps: null, bandwidthMbps: null, packetRateKpps: null };
  return { path, vcpus: 2, queues: 1, numa: 'local', interrupts: 'posted', sharers: 1, ...unsaid };
}

describe('the Pareto front', () => {
  const base = candidate({});

  it.each<[string, Way]>([
    ['slower', { p99: 41 }],
    ['carrying less', { mbps: 9_000 }],
    ['costing more host CPU', { cores: 2 }],
    ['scored lower', { score: 0.4 }],
    ['overloaded', { p99: null }],
  ])('leaves out a way that is %s and better in nothing', (_case, way) => {
    expect(paretoFront([candidate(way), base])).toEqual([base]);
  });

  it.each<[string, Way]>([
    ['slower but cheaper', { p99: 41, cores: 0.5 }],
    ['less mobile but faster', { path: 'sriov_vf', p99: 30 }],
    ['carrying less but faster', { mbps: 9_000, p99: 30 }],
    ['scarcer and less mobile, but better kept apart', { path: 'sriov_vf' }],
  ])('keeps a way that is %s', (_case, way) => {
    expect(paretoFront([base, candidate(way)])).toHaveLength(2);
  });

  it('is sorted by score, ties by host name', () => {
    const ways = [
      candidate({ host: 'compute-2', p99: 30, score: 0.5 }),
      candidate({ host: 'compute-1', mbps: 20_000, score: 0.5 }),
      candidate({ host: 'compute-3', cores: 0.1, score: 0.6 }),
    ];

    expect(paretoFront(ways).map(({ host }) => host.hostName)).toEqual(['compute-3', 'compute-1', 'compute-2']);
  });

  it('leaves out a way that is less mobile than one as well kept apart', () => {
    const macvtap = candidate({ path: 'macvtap' });

    expect(paretoFront([candidate({ path: 'sriov_vf' }), macvtap])).toEqual([macvtap]);
  });

  it('compares disks too', () => {
    const withDisk = (iops: number): Champion => {
      const predicted = diskPrediction({ iops: amount(iops) });
      const input = diskInput({ path: diskPath('virtio_blk'), predicted });
      const disk = { path: input.path, device: null, input, predicted, total: 0.5 };
      const assignment = { ...base.tried.assignment, nics: [], disks: [disk] };
      return { ...base, tried: { ...base.tried, assignment } };
    };

    expect(paretoFront([withDisk(9_000), withDisk(10_000)])).toEqual([withDisk(10_000)]);
  });

  it('is never empty, holds nothing that another of all beats, and leaves out only what one of it beats', () => {
    const way = fc.record({ p99: fc.integer({ min: 1, max: 4 }), mbps: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(fc.array(way, { minLength: 1, maxLength: 12 }), (ways) => {
        const beats = (a: { p99: number; mbps: number }, b: { p99: number; mbps: number }): boolean =>
          a.p99 <= b.p99 && a.mbps >= b.mbps && (a.p99 < b.p99 || a.mbps > b.mbps);
        const kept = paretoFront(ways.map((each) => candidate(each))).length;
        expect(kept).toBe(ways.filter((each) => !ways.some((other) => beats(other, each))).length);
        expect(kept).toBeGreaterThan(0);
      }),
    );
  });
});
