import { type Fault, PROFILES, type RequestDraft } from '@iopath/core';
import {
  aHostRecord,
  aNicRequest,
  aVmRequest,
  FakeBacklog,
  FakeWorkQueue,
  InMemoryFleet,
  InMemoryOutbox,
  InMemoryProfiles,
  InMemoryRecommendationStore,
} from '@iopath/testing';
import { QueueAdmission } from './queue-admission';
import { SubmitRecommendation } from './submit-recommendation';

describe('SubmitRecommendation', () => {
  let fleet: InMemoryFleet;
  let store: InMemoryRecommendationStore;
  let profiles: InMemoryProfiles;
  let queue: FakeWorkQueue;
  let outbox: InMemoryOutbox;
  let backlog: FakeBacklog;
  let faults: readonly Fault[];
  let submit: SubmitRecommendation;

  beforeEach(() => {
    fleet = new InMemoryFleet();
    fleet.put(aHostRecord('compute-1'));
    store = new InMemoryRecommendationStore(fleet);
    profiles = new InMemoryProfiles(Object.values(PROFILES));
    queue = new FakeWorkQueue();
    outbox = new InMemoryOutbox();
    faults = [];
    let ids = 0;
    const newId = (project: string, key: string | null) => (key === null ? `id-${++ids}` : `${project}/${key}`);
    backlog = new FakeBacklog();
    const limits = { total: 100, perProject: 10 };
    const admission = new QueueAdmission({ backlog, limits, clock: () => 0 });
    submit = new SubmitRecommendation({ store, profiles, fleet, queue, outbox, admission, newId, check: () => faults });
  });

  it('stores the request and rings for a worker', async () => {
    outbox.waiting.add('id-1');

    expect(await submit.execute(aVmRequest(), null)).toEqual({ id: 'id-1', created: true });
    expect((await store.get('id-1'))?.status).toBe('queued');
    expect(queue.asked).toEqual(['id-1']);
    expect([...outbox.waiting]).toEqual([]);
  });

  it('accepts while the queue is away and leaves the ring to the relay', async () => {
    outbox.waiting.add('id-1');
    queue.away = true;

    expect(await submit.execute(aVmRequest(), null)).toEqual({ id: 'id-1', created: true });
    expect([...outbox.waiting]).toEqual(['id-1']);
  });

  it('answers a repeat with the first id and does not ring again', async () => {
    const key = { key: 'k1', bodyHash: 'h1' };
    const first = await submit.execute(aVmRequest(), key);

    expect(first).toEqual({ id: 'p1/k1', created: true });
    expect(await submit.execute(aVmRequest(), key)).toEqual({ id: first.id, created: false });
    expect(queue.asked).toEqual([first.id]);
  });

  it('gives two projects that use the same key a recommendation each', async () => {
    const key = { key: 'k1', bodyHash: 'h1' };
    const one = await submit.execute(aVmRequest({ projectId: 'p1' }), key);
    const other = await submit.execute(aVmRequest({ projectId: 'p2' }), key);

    expect(other).toEqual({ id: expect.not.stringMatching(one.id) as string, created: true });
  });

  it('refuses a key that came with another body before', async () => {
    await submit.execute(aVmRequest(), { key: 'k1', bodyHash: 'h1' });

    await expect(submit.execute(aVmRequest(), { key: 'k1', bodyHash: 'h2' })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'idempotency.key_reused',
    });
  });

  it('points at each NIC whose physical network nobody has', async () => {
    const nics = ['physnet1', 'nowhere', null, 'nowhere'].map((physicalNetwork) => aNicRequest({ physicalNetwork }));

    await expect(submit.execute(aVmRequest({ nics }), null)).rejects.toMatchObject({
      kind: 'invalid',
      faults: [
        { pointer: '/nics/1/physical_network', code: 'physical_network.unknown' },
        { pointer: '/nics/3/physical_network', code: 'physical_network.unknown' },
      ],
    });
    expect((await store.list({ projectId: null })).items).toEqual([]);
  });

  it('compares physical networks as Nova does, without case', async () => {
    const nics = [aNicRequest({ physicalNetwork: 'PhysNet1' })];

    expect(await submit.execute(aVmRequest({ nics }), null)).toMatchObject({ created: true });
  });

  it('reports what the check of the request finds', async () => {
    faults = [{ pointer: '/flavor/extra_specs', code: 'extra_spec.unknown', message: 'no such extra spec' }];

    await expect(submit.execute(aVmRequest(), null)).rejects.toMatchObject({ kind: 'invalid', faults });
  });

  it('answers a repeat although the network has gone since', async () => {
    const key = { key: 'k1', bodyHash: 'h1' };
    const first = await submit.execute(aVmRequest(), key);
    fleet.remove('compute-1');

    expect(await submit.execute(aVmRequest(), key)).toEqual({ id: first.id, created: false });
  });

  describe('while too many wait', () => {
    const aFullProject = (projectId: string) => [
      { projectId, priority: 'interactive' as const, undecided: 10, oldestMs: 0 },
    ];

    it('refuses the project whose own they are, and stores nothing', async () => {
      backlog.parts = aFullProject('p1');

      await expect(submit.execute(aVmRequest({ projectId: 'p1' }), null)).rejects.toMatchObject({
        kind: 'too_many',
        code: 'queue.project_full',
      });
      expect((await store.list({ projectId: null })).items).toEqual([]);
      expect(await submit.execute(aVmRequest({ projectId: 'p2' }), null)).toMatchObject({ created: true });
    });

    it('answers the repeat of what was accepted', async () => {
      const key = { key: 'k1', bodyHash: 'h1' };
      backlog.parts = aFullProject('p1').map((part) => ({ ...part, undecided: 9 }));
      const first = await submit.execute(aVmRequest({ projectId: 'p1' }), key);

      await expect(submit.execute(aVmRequest({ projectId: 'p1' }), null)).rejects.toMatchObject({ kind: 'too_many' });
      expect(await submit.execute(aVmRequest({ projectId: 'p1' }), key)).toEqual({ id: first.id, created: false });
    });
  });

  describe('by its profile', () => {
    const SILENT: RequestDraft = { ...aVmRequest(), migration: null, isolation: null, reservationTtlS: null };

    it('gets what the profile gives where it is silent', async () => {
      const defaults = { migration: 'live_required', isolation: 'dedicated_vf', reservationTtlS: 60 } as const;
      profiles.add('telco', { ...PROFILES.latency, defaults });
      await submit.execute({ ...SILENT, profile: 'telco' }, null);

      expect((await store.get('id-1'))?.request).toMatchObject(defaults);
    });

    it('keeps the version that was current when it came', async () => {
      await submit.execute(SILENT, null);
      profiles.add('balanced', { ...PROFILES.balanced, packs: true });
      await submit.execute(SILENT, null);

      expect((await store.get('id-1'))?.profile).toEqual(PROFILES.balanced);
      expect((await store.get('id-2'))?.profile).toEqual({ ...PROFILES.balanced, version: 2, packs: true });
    });

    it('is refused when there is no such profile, beside all else that is wrong', async () => {
      faults = [{ pointer: '/flavor/extra_specs', code: 'extra_spec.unknown', message: 'no such extra spec' }];

      await expect(submit.execute({ ...SILENT, profile: 'telco' }, null)).rejects.toMatchObject({
        kind: 'invalid',
        faults: [{ pointer: '/profile', code: 'profile.unknown' }, { pointer: '/flavor/extra_specs' }],
      });
    });

    it('is answered again although the profile has gone since', async () => {
      const key = { key: 'k1', bodyHash: 'h1' };
      profiles.add('telco', PROFILES.latency);
      const first = await submit.execute({ ...SILENT, profile: 'telco' }, key);
      await profiles.delete('telco');

      expect(await submit.execute({ ...SILENT, profile: 'telco' }, key)).toEqual({ id: first.id, created: false });
    });
  });
});
