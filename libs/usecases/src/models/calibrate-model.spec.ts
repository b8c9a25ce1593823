import { calibrate, type ModelScope, type SeriesStatistics } from '@iopath/core';
import { aHostRecord, anInventory } from '@iopath/testing';
import type { StoredSeries } from '../ports/benchmark-store.port';
import type { CalibrationRecord, ModelStore, NewModel, StoredModel } from '../ports/model-store.port';
import { CalibrateModel, type CalibrationDraft } from './calibrate-model';

const AUTHOR = { userId: 'operator', requestId: 'req-1' };
const EVERYTHING: CalibrationDraft = { scopes: null, ids: null, withObservations: true };
const ONE_CLASS = 'one processor / 15b3:101d';
const OTHER_CLASS = 'other processor / 15b3:101d';

/** A host of one of two kinds, by the letter that its name begins with. */
const inventoryOf = (hostName: string) => {
  const inventory = anInventory();
  const model = hostName.startsWith('one') ? 'one processor' : 'other processor';
  return { ...inventory, cpu: { ...inventory.cpu, model } };
};

const series = (id: string, hostName: string, changes: Partial<StoredSeries> = {}): StoredSeries => ({
  id,
  origin: 'benchmark',
  conditions: {
    device: 'nic',
    hostName,
    path: 'vhost_net',
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
  runs: [{ values: { rttP50Us: 40 } }] as unknown as StoredSeries['runs'],
  createdAtMs: 0,
  ...changes,
});

/** Says of every metric that it was measured six times, by this scatter. */
const tools = (cv: number) => ({
  read: () => ({ code: 'benchmark.not_this_format', message: 'none' }),
  seriesOf: (_metric: string, [centre = 0]: readonly number[]): SeriesStatistics => {
    return { runs: 6, centre, sd: centre * cv, cv, interval: null };
  },
});

function calibrating(stored: readonly StoredSeries[], active: StoredModel | null = null, cv = 0.02) {
  const created: NewModel[] = [];
  const models = {
    active: () => Promise.resolve(active),
    create: (model: NewModel) => {
      created.push(model);
      return Promise.resolve({ ...model, version: 'made', state: 'shadow', createdAtMs: 0, createdBy: null });
    },
  } as unknown as ModelStore;
  const useCase = new CalibrateModel({
    models,
    planner: { calibrate: (given) => Promise.resolve(calibrate(given)) },
    tools: tools(cv),
    hosts: {
      inventory: (hostName) => {
        const { state, generation } = aHostRecord(hostName);
        const known = { hostName, state, generation, inventory: inventoryOf(hostName) };
        return Promise.resolve(hostName === 'gone' ? null : known);
      },
    },
    benchmarks: {
      get: (id) => Promise.resolve(stored.find((one) => one.id === id) ?? null),
      list: ({ origin }) => {
        const items = stored.filter((one) => origin === null || one.origin === origin);
        return Promise.resolve({ items, nextMarker: null });
      },
    },
  });
  return {
    created,
    calibrated: (draft: Partial<CalibrationDraft> = {}) => useCase.execute({ ...EVERYTHING, ...draft }, AUTHOR),
  };
}

const namesOf = ({ scopes }: CalibrationRecord) =>
  scopes.map(({ scope }) => (scope.kind === 'all' ? 'all' : scope.name));

describe('calibrating the model', () => {
  it('fits each hardware class to what was measured on hosts of it', async () => {
    const { calibrated } = calibrating([series('a', 'one-1'), series('b', 'one-2'), series('c', 'other-1')]);
    const { calibration, base } = await calibrated();

    expect(base).toBe('2026.11.1');
    expect(namesOf(calibration)).toEqual([ONE_CLASS, OTHER_CLASS]);
    expect(calibration.scopes.map(({ series: used }) => used)).toEqual([['a', 'b'], ['c']]);
  });

  it('keeps the scopes of the active version that it does not fit, and replaces those that it does', async () => {
    const host: ModelScope = { kind: 'host', name: 'one-1' };
    const beliefs = { 'vhost_net.adder_us': { value: 1, sdLn: 0.1 } };
    const active = {
      version: 'before',
      scopes: [
        { scope: host, parameters: beliefs },
        { scope: { kind: 'hardware_class', name: ONE_CLASS }, parameters: beliefs },
      ],
    } as unknown as StoredModel;
    const { scopes, calibration } = await calibrating([series('a', 'one-1')], active).calibrated();

    expect(calibration.from).toBe('before');
    expect(scopes.map(({ scope }) => scope)).toEqual([{ kind: 'hardware_class', name: ONE_CLASS }, host]);
    expect(scopes[0]?.parameters['vhost_net.adder_us']?.value).toBeGreaterThan(1);
  });

  it('fits a scope that is asked for twice once', async () => {
    const { calibration } = await calibrating([series('a', 'one-1')]).calibrated({
      scopes: [{ kind: 'all' }, { kind: 'all' }],
    });

    expect(namesOf(calibration)).toEqual(['all']);
  });

  it('says of each series that it did not use why', async () => {
    const native = series('native', 'one-1', { workload: 'bulk_tcp' });
    const stored = [
      series('used', 'one-1'),
      series('elsewhere', 'other-1'),
      series('gone', 'gone'),
      { ...native, conditions: { ...native.conditions, path: 'native' } } as StoredSeries,
    ];
    const { calibration } = await calibrating(stored).calibrated({
      scopes: [{ kind: 'hardware_class', name: ONE_CLASS }],
    });

    expect(calibration.unused).toEqual([
      { id: 'elsewhere', reason: 'out_of_scope' },
      { id: 'gone', reason: 'host_gone' },
      { id: 'native', reason: 'no_question' },
    ]);
  });

  it('counts what was measured on a host that is gone for all hosts', async () => {
    const { calibration } = await calibrating([series('gone', 'gone')]).calibrated({ scopes: [{ kind: 'all' }] });

    expect(calibration.scopes[0]?.series).toEqual(['gone']);
  });

  it('leaves observations out where that is asked', async () => {
    const stored = [series('a', 'one-1'), series('b', 'one-1', { origin: 'observation' })];
    const { calibration } = await calibrating(stored).calibrated({ withObservations: false });

    expect(calibration.scopes[0]?.series).toEqual(['a']);
  });

  it('makes nothing of what scatters too much, and says so', async () => {
    const { calibrated, created } = calibrating([series('a', 'one-1')], null, 0.2);

    await expect(calibrated()).rejects.toMatchObject({
      kind: 'invalid',
      code: 'calibration.nothing_to_fit',
      message: expect.stringContaining('1 scatter too much') as string,
    });
    expect(created).toEqual([]);
  });

  it('makes nothing where a scope that is asked for has nothing, though another has', async () => {
    const scopes: ModelScope[] = [{ kind: 'all' }, { kind: 'host', name: 'nobody' }];

    await expect(calibrating([series('a', 'one-1')]).calibrated({ scopes })).rejects.toMatchObject({
      code: 'calibration.nothing_to_fit',
      message: expect.stringContaining('host nobody') as string,
    });
  });

  it('points at ids that there are not', async () => {
    await expect(calibrating([series('a', 'one-1')]).calibrated({ ids: ['a', 'b'] })).rejects.toMatchObject({
      faults: [{ pointer: '/series/1', code: 'benchmark.unknown' }],
    });
  });
});
