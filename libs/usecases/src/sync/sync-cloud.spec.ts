import { FakeCloud, InMemorySyncs } from '@iopath/testing';
import { CloudError } from '../ports/cloud-reader.port';
import type { StageRecord, Sync, SyncStageName } from '../ports/sync-store.port';
import { SyncCloud } from './sync-cloud';
import { type StageReport, type SyncContext, SyncStage } from './sync-stage';

const MINUTE_MS = 60_000;
const NOTHING: StageReport = { figures: {}, warnings: [] };

class ScriptedStage extends SyncStage {
  constructor(
    readonly name: SyncStageName,
    readonly needs: readonly SyncStageName[],
    private readonly script: (context: SyncContext) => Promise<StageReport>,
  ) {
    super();
  }

  run(context: SyncContext): Promise<StageReport> {
    return this.script(context);
  }
}

describe('SyncCloud', () => {
  let nowMs: number;
  let syncs: InMemorySyncs;
  let broke: unknown[];
  let told: Sync[];
  let ran: string[];
  const goOn = new AbortController().signal;

  beforeEach(() => {
    nowMs = 1_000_000;
    syncs = new InMemorySyncs(() => nowMs);
    [broke, told, ran] = [[], [], []];
  });

  type Scripts = Partial<Record<SyncStageName, (context: SyncContext) => Promise<StageReport>>>;

  function aSyncCloud(scripts: Scripts = {}, everyMs: number | null = null): SyncCloud {
    const stage = (name: SyncStageName, ...needs: SyncStageName[]) =>
      new ScriptedStage(name, needs, (context) => {
        ran.push(name);
        return scripts[name]?.(context) ?? Promise.resolve(NOTHING);
      });
    return new SyncCloud({
      syncs,
      reader: new FakeCloud(),
      stages: [
        stage('hosts'),
        stage('networks', 'hosts'),
        stage('servers', 'hosts', 'networks'),
        stage('reconcile', 'servers'),
      ],
      observer: {
        synchronised: (sync) => told.push(sync),
        stageBroke: (_sync, _stage, error) => broke.push(error),
      },
      clock: () => nowMs,
      newId: () => `sync-${syncs.all.length}`,
      everyMs,
    });
  }

  const noAnswer = () => Promise.reject(new CloudError('placement', 'no answer', null, null, null, true));
  const recordOf = (sync: Sync | null, name: SyncStageName) =>
    sync?.stages.find((stage) => stage.name === name) as StageRecord;

  it('does nothing while nothing is due', async () => {
    expect(await aSyncCloud().lookAround(goOn)).toBeNull();
    expect(ran).toEqual([]);
  });

  it('runs all stages in turn when its time has come, and not again before the next', async () => {
    const sync = aSyncCloud({}, MINUTE_MS);
    expect(await sync.lookAround(goOn)).toMatchObject({ state: 'succeeded', origin: 'schedule' });
    expect(ran).toEqual(['hosts', 'networks', 'servers', 'reconcile']);
    expect(told).toHaveLength(1);

    nowMs += MINUTE_MS - 1;
    expect(await sync.lookAround(goOn)).toBeNull();
    nowMs += 1;
    expect(await sync.lookAround(goOn)).not.toBeNull();
  });

  it('runs the stages that were asked for, and tells them whose facts are not fresh', async () => {
    let stored: readonly string[] = [];
    await syncs.request('mine', ['servers']);
    const done = await aSyncCloud({
      servers: ({ storedFactsOf }) => {
        stored = storedFactsOf;
        return Promise.resolve({ figures: { servers: 3 }, warnings: ['one is odd'] });
      },
    }).lookAround(goOn);

    expect(ran).toEqual(['servers']);
    expect(stored).toEqual(['hosts', 'networks']);
    expect(recordOf(done, 'servers')).toMatchObject({
      state: 'succeeded',
      figures: { servers: 3 },
      warnings: ['one is odd'],
      storedFactsOf: ['hosts', 'networks'],
    });
  });

  it('lets a service that does not answer fail its stage only, and the others say what they had to take as stored', async () => {
    await syncs.request('mine', ['hosts', 'networks', 'servers', 'reconcile']);
    const done = await aSyncCloud({ hosts: noAnswer }).lookAround(goOn);

    expect(done?.state).toBe('partly_failed');
    expect(recordOf(done, 'hosts')).toMatchObject({
      state: 'failed',
      failure: { code: 'cloud.unavailable', detail: 'no answer', service: 'placement' },
    });
    expect(recordOf(done, 'networks')).toMatchObject({ state: 'succeeded', storedFactsOf: ['hosts'] });
    expect(recordOf(done, 'servers')).toMatchObject({ state: 'succeeded', storedFactsOf: ['hosts'] });
    expect(recordOf(done, 'reconcile')).toMatchObject({ state: 'succeeded', storedFactsOf: [] });
    expect(broke).toEqual([]);
  });

  it('fails as a whole when every stage did', async () => {
    await syncs.request('mine', ['hosts']);

    expect(await aSyncCloud({ hosts: noAnswer }).lookAround(goOn)).toMatchObject({ state: 'failed' });
  });

  it('keeps what breaks for another reason out of the answer, and tells the log', async () => {
    await syncs.request('mine', ['hosts', 'networks']);
    const defect = new Error('a secret of the inside');
    const done = await aSyncCloud({ hosts: () => Promise.reject(defect) }).lookAround(goOn);

    expect(recordOf(done, 'hosts').failure).toMatchObject({ code: 'internal.error' });
    expect(JSON.stringify(done)).not.toContain('secret');
    expect(broke).toEqual([defect]);
  });

  it('keeps progress for those who look, at most twice a second', async () => {
    await syncs.request('mine', ['hosts']);
    await aSyncCloud({
      hosts: ({ progress }) => {
        for (let done = 1; done <= 100; done++) {
          nowMs += 100;
          progress(done, 100, 'asking');
        }
        return Promise.resolve(NOTHING);
      },
    }).lookAround(goOn);
    const seen = syncs.kept.map((sync) => recordOf(sync, 'hosts').done);

    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(syncs.kept.length).toBeLessThan(30);
    expect(seen.at(-1)).toBe(100);
  });

  it('stops between stages when its process ends, and is failed then', async () => {
    await syncs.request('mine', ['hosts', 'networks']);
    const ending = new AbortController();
    const done = await aSyncCloud({
      hosts: () => {
        ending.abort();
        return Promise.resolve(NOTHING);
      },
    }).lookAround(ending.signal);

    expect(done).toMatchObject({ state: 'failed', failure: { code: 'sync.interrupted' } });
    expect(ran).toEqual(['hosts']);
  });

  it('writes nothing more once its lock is lost', async () => {
    await syncs.request('mine', ['hosts', 'networks']);
    const work = aSyncCloud({
      hosts: ({ signal }) => {
        syncs.breakLock();
        return signal.aborted ? Promise.resolve(NOTHING) : Promise.reject(new Error('nobody told the stage'));
      },
    }).lookAround(goOn);

    await expect(work).rejects.toThrow('the lock is lost');
    expect(ran).toEqual(['hosts']);
    expect(broke).toEqual([]);
  });

  it('leaves it to the one who is at it', async () => {
    await syncs.request('mine', ['hosts']);
    const other = aSyncCloud();
    const mine = aSyncCloud({
      hosts: async () => {
        await syncs.request('next', ['hosts']);
        expect(await other.lookAround(goOn)).toBeNull();
        return NOTHING;
      },
    });

    expect(await mine.lookAround(goOn)).toMatchObject({ state: 'succeeded' });
  });
});
