import { PARAMETERS } from '@iopath/core';
import { anInventory } from '@iopath/testing';
import type { StoredSeries } from '../ports/benchmark-store.port';
import type { StoredModel } from '../ports/model-store.port';
import { ResidualObserver } from '../ports/residual-observer.port';
import { WatchResiduals } from './watch-residuals';

const RTT_US = PARAMETERS['native.rtt_us'].default;

class Heard extends ResidualObserver {
  readonly residuals: [string, number][] = [];
  readonly errors: unknown[] = [];
  override residual(scope: string, residual: number): void {
    this.residuals.push([scope, residual]);
  }
  override residualUnknown(error: unknown): void {
    this.errors.push(error);
  }
}

/** A round trip on the bare host that took so many times what the shipped model says. */
const roundTrip = (hostName: string, factor: number, createdAtMs: number): StoredSeries => ({
  id: `${hostName} ${createdAtMs}`,
  origin: 'benchmark',
  conditions: {
    device: 'nic',
    hostName,
    path: 'native',
    vcpus: 4,
    numa: 'local',
    sharers: 1,
    messageBytes: null,
    streams: null,
    linkSpeedMbps: 100_000,
    queues: 1,
    interrupts: 'posted',
    topology: 'wire',
  },
  workload: 'round_trip',
  messageBytes: 64,
  streams: 1,
  queueDepth: null,
  runs: [{ values: { rttP50Us: RTT_US * factor } }] as unknown as StoredSeries['runs'],
  createdAtMs,
});

const SERIES = [roundTrip('compute-1', 2, 20), roundTrip('compute-1', 9, 5), roundTrip('compute-2', 4, 30)];

async function heardFrom(hostName: string, active: Partial<StoredModel> | null, isDown = false): Promise<Heard> {
  const observer = new Heard();
  await new WatchResiduals({
    observer,
    models: { active: () => Promise.resolve(active as StoredModel | null) },
    hosts: {
      inventory: (name) =>
        Promise.resolve(
          name.startsWith('compute')
            ? { hostName: name, state: 'active', generation: 1, inventory: anInventory() }
            : null,
        ),
    },
    benchmarks: {
      get: () => Promise.resolve(null),
      list: () => (isDown ? Promise.reject(new Error('down')) : Promise.resolve({ items: SERIES, nextMarker: null })),
    },
    tools: {
      read: () => ({ code: 'benchmark.not_this_format', message: 'none' }),
      seriesOf: (_metric, [centre = 0]) => ({ runs: 6, centre, sd: 0, cv: 0, interval: null }),
    },
  }).execute(hostName);
  return observer;
}

describe('watching residuals', () => {
  it('tells the median over all hosts that are predicted alike', async () => {
    const { residuals } = await heardFrom('compute-1', null);

    expect(residuals).toEqual([[expect.any(String), expect.closeTo(Math.log(4))]]);
  });

  it('looks at what came since the active version, by its own parameters', async () => {
    const parameters = { 'native.rtt_us': { value: RTT_US * 2, sdLn: 0.1 } };
    const scopes = [{ scope: { kind: 'host', name: 'compute-1' } as const, parameters }];
    const { residuals } = await heardFrom('compute-1', { version: 'c1', scopes, createdAtMs: 10 });

    expect(residuals).toEqual([['host compute-1', expect.closeTo(0)]]);
  });

  it('says nothing where nothing came since, or of a host that there is not', async () => {
    expect((await heardFrom('compute-1', { version: 'c1', scopes: [], createdAtMs: 40 })).residuals).toEqual([]);
    expect((await heardFrom('nobody', null)).residuals).toEqual([]);
  });

  it('tells of its failure and does not fail: what was measured is stored by then', async () => {
    expect((await heardFrom('compute-1', null, true)).errors).toEqual([new Error('down')]);
  });
});
