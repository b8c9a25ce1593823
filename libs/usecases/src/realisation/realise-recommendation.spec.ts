import {
  aCloudImage,
  aCloudNetwork,
  aPlacement,
  aPortAnswer,
  aReadyDecision,
  aVmRequest,
  FakeCloud,
  FakeCloudWriter,
  InMemoryRealisations,
} from '@iopath/testing';
import { PROFILES, type VmRequest } from '@iopath/core';
import { CloudError } from '../ports/cloud-reader.port';
import type { Recommendation, RecommendationStore } from '../ports/recommendation-store.port';
import type { Reservation } from '../ports/allocation-store.port';
import { Refusal } from '../refusal';
import { RealisationFailed } from './realisation-failed';
import { type RealisationAsked, RealiseRecommendation } from './realise-recommendation';

const ID = '7e6f1c1e-94a7-4f0c-b9a6-3c5f6d1f2a10';
const NOW_MS = 1_000_000;
const CAUSE = { actor: 'api', reason: 'realise', requestId: null } as const;
const ASKED: RealisationAsked = {
  image: 'ubuntu',
  networks: null,
  portsProject: null,
  portSecurity: null,
  placement: 'free',
  keyName: null,
  serverGroup: null,
  volumes: null,
  boot: true,
  dryRun: false,
};

let cloud: FakeCloud;
let writer: FakeCloudWriter;
let realisations: InMemoryRealisations;
let recommendation: Recommendation;
let renewed: number[];

function aHold(member: number, changes: Partial<Reservation> = {}): Reservation {
  const compute = { vcpus: 2, pcpus: 0, memoryMib: 2048, diskGib: 20, cells: [] };
  const base = { id: `r${member}`, recommendationId: ID, member, hostName: 'compute-01', compute, serverId: null };
  return { ...base, state: 'reserved', expiresAtMs: NOW_MS + 60_000, moveOf: null, ...changes };
}

function aRecommendation(request: VmRequest, holds: readonly Reservation[]): Recommendation {
  const extraSpecs = { 'hw:cpu_policy': 'dedicated' };
  const placement = aPlacement('compute-01', 1);
  const nova = { ...placement.nova, flavor: { ...placement.nova.flavor, extraSpecs } };
  const member = { ...placement, nova, ports: [aPortAnswer()] };
  return {
    id: ID,
    projectId: request.projectId,
    name: request.name,
    status: 'ready',
    request,
    profile: PROFILES.balanced,
    decision: aReadyDecision(Array.from({ length: request.count }, () => member)),
    failure: null,
    reservations: holds,
    allocations: [],
    createdAtMs: 0,
    decidedAtMs: 0,
  };
}

beforeEach(() => {
  cloud = new FakeCloud();
  cloud.imageList = [aCloudImage()];
  cloud.networkList = [aCloudNetwork()];
  writer = new FakeCloudWriter(cloud);
  realisations = new InMemoryRealisations();
  recommendation = aRecommendation(aVmRequest(), [aHold(0)]);
  renewed = [];
});

function realise(changes: Partial<RealisationAsked> = {}) {
  const useCase = new RealiseRecommendation({
    recommendations: { get: () => Promise.resolve(recommendation) } as unknown as RecommendationStore,
    hosts: { summary: () => Promise.resolve(null) },
    allocations: { renewRecommendation: (_id, ttlS) => Promise.resolve(renewed.push(ttlS)) },
    realisations,
    cloud: { reader: cloud, writer },
    clock: () => NOW_MS,
  });
  return useCase.execute(ID, { ...ASKED, ...changes }, CAUSE);
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refusal ? error.code : error;
}

function trouble(status: number | null, isTransient: boolean, message = 'no'): CloudError {
  return new CloudError('network', message, status, null, 'req-1', isTransient);
}

function inCloud() {
  return { flavors: cloud.flavorList.length, ports: cloud.portList.length, servers: cloud.serverList.length };
}

describe('realising a recommendation', () => {
  it('makes flavor, port and server, and tells what it made', async () => {
    const { record } = await realise();

    expect(writer.calls).toEqual(['createFlavor', 'addExtraSpecs', 'createPort', 'createServer']);
    expect(record.guests).toMatchObject([
      {
        state: 'booted',
        flavor: { id: 'flavor-1', created: true },
        ports: [{ nic: 'data', id: 'port-2' }],
        serverId: 'server-3',
        request: { path: '/servers', body: { server: { flavorRef: 'flavor-1', networks: [{ port: 'port-2' }] } } },
      },
    ]);
    expect(renewed).toEqual([900]);
  });

  it('makes everything but the server where no server is asked for, which may be asked for later', async () => {
    expect((await realise({ boot: false })).record.guests[0]).toMatchObject({ state: 'created', serverId: null });
    expect(inCloud()).toEqual({ flavors: 1, ports: 1, servers: 0 });
    expect(renewed).toEqual([]);
    await realise();
    expect(inCloud()).toEqual({ flavors: 1, ports: 1, servers: 1 });
  });

  it('shows every call of a dry run and makes none', async () => {
    const { calls, record } = await realise({ dryRun: true });

    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /flavors',
      expect.stringMatching(/^POST \/flavors\/\{flavor iopath-.*\}\/os-extra_specs$/) as string,
      'POST /v2.0/ports',
      'POST /servers',
    ]);
    expect(record.guests[0]?.serverId).toBeNull();
    expect(writer.calls).toEqual([]);
    expect(realisations.records.size).toBe(0);
  });

  it('realises every VM, all on one flavor', async () => {
    recommendation = aRecommendation(aVmRequest({ count: 3 }), [aHold(0), aHold(1), aHold(2)]);
    const { record } = await realise();

    expect(inCloud()).toEqual({ flavors: 1, ports: 3, servers: 3 });
    expect(record.guests.map(({ serverName }) => serverName)).toEqual(['web-1-1', 'web-1-2', 'web-1-3']);
  });

  it('uses an equal flavor of the cloud and changes none', async () => {
    await realise();
    const flavors = structuredClone(cloud.flavorList);
    realisations.records.clear();
    await realise();

    expect(cloud.flavorList).toEqual(flavors);
  });
});

describe('realising it again', () => {
  it('gives the first result and calls nothing', async () => {
    const first = await realise();
    writer.calls.length = 0;

    expect((await realise()).record).toEqual(first.record);
    expect(writer.calls).toEqual([]);
  });

  it('gives the first result after the reservation is over, too', async () => {
    const first = await realise();
    recommendation = aRecommendation(aVmRequest(), [aHold(0, { state: 'expired' })]);

    expect((await realise()).record).toEqual(first.record);
  });

  it('is refused with other choices', async () => {
    await realise();

    expect(await refusal(realise({ placement: 'host' }))).toBe('realisation.other_choices');
  });

  it.each(['createFlavor', 'addExtraSpecs', 'createPort', 'createServer'] as const)(
    'makes nothing twice where the service died after %s',
    async (method) => {
      writer.lostAnswers.add(method);
      await expect(realise()).rejects.toThrow('The process ended here.');
      const { record } = await realise();

      expect(record.guests[0]?.state).toBe('booted');
      expect(inCloud()).toEqual({ flavors: 1, ports: 1, servers: 1 });
      expect(cloud.flavorList[0]?.extraSpecs).toEqual({ 'hw:cpu_policy': 'dedicated' });
    },
  );

  it('is refused while the first still runs', async () => {
    const [first, second] = await Promise.allSettled([realise(), realise()]);

    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(inCloud()).toEqual({ flavors: 1, ports: 1, servers: 1 });
  });
});

describe('a cloud that refuses', () => {
  it('has its words told where it refuses an extra spec, and keeps no useless flavor', async () => {
    const message = "Validation failed; extra spec 'hw:cpu_policy' is no good.";
    writer.failures.set('addExtraSpecs', [new CloudError('compute', message, 400, null, 'req-1', false)]);
    const error = await realise().catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      code: 'realisation.refused_by_nova',
      message,
      faults: [{ pointer: '/nova/flavor/extra_specs/hw:cpu_policy', message }],
    });
    expect(inCloud()).toEqual({ flavors: 0, ports: 0, servers: 0 });
  });

  it('gets back what was made before, and the next try begins anew', async () => {
    recommendation = aRecommendation(aVmRequest({ count: 2 }), [aHold(0), aHold(1)]);
    writer.failures.set('createPort', [null, trouble(409, false, 'Quota exceeded')]);
    const error = await refusal(realise());

    expect(error).toBeInstanceOf(RealisationFailed);
    expect(error).toMatchObject({ message: 'Quota exceeded', left: [] });
    expect(inCloud()).toEqual({ flavors: 1, ports: 0, servers: 0 });
    await realise({ placement: 'host' });
    expect(inCloud()).toEqual({ flavors: 1, ports: 2, servers: 2 });
  });

  it('is told of what it does not take back, and no more is made until it does', async () => {
    recommendation = aRecommendation(aVmRequest({ count: 2 }), [aHold(0), aHold(1)]);
    writer.failures.set('createServer', [null, trouble(403, false)]);
    writer.failures.set('deletePort', [trouble(409, false), null, trouble(409, false)]);

    expect(await refusal(realise())).toMatchObject({ left: [expect.stringMatching(/^port iopath-.*-1-data/)] });
    expect(await refusal(realise())).toBe('realisation.left_behind');
    await realise();
    expect(inCloud()).toEqual({ flavors: 1, ports: 2, servers: 2 });
  });

  it('is waited for where it is only away: the same request goes on', async () => {
    writer.failures.set('createServer', [trouble(503, true)]);
    const error = await refusal(realise());

    expect(error).toMatchObject({ cause: { isTransient: true }, left: [expect.stringMatching(/^port /)] });
    writer.calls.length = 0;
    await realise();
    expect(writer.calls).toEqual(['createServer']);
  });

  it('lets a flavor be that somebody else made meanwhile, if it is equal', async () => {
    const racing = new FakeCloudWriter(cloud);
    const create = writer.createFlavor.bind(writer);
    jest.spyOn(writer, 'createFlavor').mockImplementationOnce(async (flavor) => {
      const { id } = await racing.createFlavor(flavor);
      await racing.addExtraSpecs(id, { 'hw:cpu_policy': 'dedicated' });
      return create(flavor);
    });
    const { record } = await realise();

    expect(record.guests[0]?.flavor).toMatchObject({ created: false });
    expect(inCloud().flavors).toBe(1);
  });
});

describe('nothing is realised', () => {
  it.each([
    ['whose reservation ran out', [aHold(0, { state: 'expired' })], 'allocation.expired'],
    ['whose reservation is about to be ended', [aHold(0, { expiresAtMs: NOW_MS })], 'allocation.expired'],
    ['that was released', [aHold(0, { state: 'released' })], 'allocation.released'],
    ['that holds nothing', [], 'recommendation.not_reserved'],
  ])('%s', async (_what, holds, code) => {
    recommendation = aRecommendation(aVmRequest(), holds);

    expect(await refusal(realise())).toBe(code);
    expect(writer.calls).toEqual([]);
  });

  it('without a reservation, unless none was wanted', async () => {
    recommendation = aRecommendation(aVmRequest({ reserve: false }), []);

    expect((await realise()).record.guests[0]?.state).toBe('booted');
  });

  it('of an image that cannot be told', async () => {
    cloud.imageList = [aCloudImage(), aCloudImage({ id: 'other' })];

    expect(await realise().catch((error: unknown) => error)).toMatchObject({ faults: [{ code: 'image.ambiguous' }] });
    expect(await realise({ image: 'nix' }).catch((error: unknown) => error)).toMatchObject({
      faults: [{ pointer: '/image', code: 'image.not_found' }],
    });
  });
});
