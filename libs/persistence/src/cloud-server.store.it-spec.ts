import { randomUUID } from 'node:crypto';
import type { CloudServer, HostClaim } from '@iopath/core';
import { aCloudPort, aCloudServer, aForeignClaim, anObservedServer, aServerTopology, aVfClaim } from '@iopath/testing';
import {
  addHost,
  addRequest,
  commit,
  onHost,
  openSpecDatabase,
  reserve,
  type SpecDatabase,
  versionOf,
} from '../../../test/support/spec-database';

const HOST = 'compute-1';
const SERVER = aCloudServer().id;
const NOW_MS = 1_795_000_000_000;
const SYNC = randomUUID();

describe('servers of the cloud in the database', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await addHost(database);
  });

  const see = (...servers: Partial<CloudServer>[]) =>
    database.cloudServers.see(SYNC, servers.map(aCloudServer), NOW_MS);

  const claimedOn = async (hostName = HOST): Promise<readonly HostClaim[]> => {
    const [host] = await database.fleet.read([hostName]);
    return host?.claims ?? [];
  };

  it('are taken down page by page, and keep what is known beside their own record', async () => {
    await see({});
    const observed = anObservedServer({}, { topology: aServerTopology(), ports: [aCloudPort()], allocations: [] });
    await database.cloudServers.putHost(HOST, [{ observed, topologyOfMs: 1_000 }], [aForeignClaim()], NOW_MS);
    await database.cloudServers.see(randomUUID(), [aCloudServer({ status: 'SHUTOFF' })], NOW_MS + 60_000);

    expect(await database.cloudServers.get(SERVER)).toEqual({
      observed: { ...observed, server: aCloudServer({ status: 'SHUTOFF' }) },
      topologyOfMs: 1_000,
      firstSeenAtMs: NOW_MS,
      lastSeenAtMs: NOW_MS + 60_000,
      claims: [{ hostName: HOST, claim: aForeignClaim(), isForeign: true, sinceMs: NOW_MS }],
    });
  });

  it('are unseen when a later synchronisation has not met them, and are gone with their claims when forgotten', async () => {
    const other = randomUUID();
    await see({}, { id: other });
    await database.cloudServers.putHost(HOST, [], [aForeignClaim()], NOW_MS);
    const later = randomUUID();
    await database.cloudServers.see(later, [aCloudServer({ id: other })], NOW_MS);

    expect(await database.cloudServers.unseen(later, 10, null)).toEqual([SERVER]);
    await database.cloudServers.forget([SERVER]);
    expect(await database.cloudServers.get(SERVER)).toBeNull();
    expect(await claimedOn()).toEqual([]);
    expect(await database.cloudServers.unseen(later, 10, null)).toEqual([]);
  });

  it('move the version of their host when what they take changes, and only then', async () => {
    await see({});
    const put = (claims: readonly HostClaim[]) => database.cloudServers.putHost(HOST, [], claims, NOW_MS);
    const before = await versionOf(database, HOST);

    expect(await put([aForeignClaim()])).toBe(1);
    const counted = await versionOf(database, HOST);
    expect(counted).toBeGreaterThan(before);

    expect(await put([aForeignClaim()])).toBe(0);
    const details = [{ observed: anObservedServer({}, { ports: [aCloudPort()] }), topologyOfMs: 5 }];
    expect(await database.cloudServers.putHost(HOST, details, [aForeignClaim()], NOW_MS)).toBe(0);
    expect(await versionOf(database, HOST)).toBe(counted);

    expect(await put([aForeignClaim({ vcpus: 3 })])).toBe(1);
    expect(await put([])).toBe(1);
    expect(await versionOf(database, HOST)).toBe(counted + 2);
  });

  it('are read by planners with the holds of their host, those of others aside', async () => {
    await addHost(database, 'compute-2');
    const claim = aForeignClaim({ devices: [aVfClaim('0000:3b:00.2')] });
    await database.cloudServers.putHost(HOST, [], [claim], NOW_MS);

    expect(await claimedOn()).toEqual([claim]);
    expect(await claimedOn('compute-2')).toEqual([]);
    const { changed } = await database.fleet.changesSince(null);
    expect(changed.map(({ hostName, claims }) => [hostName, claims.length])).toEqual([
      [HOST, 1],
      ['compute-2', 0],
    ]);
  });

  it('stop counting in the transaction that confirms a reservation for them, and count again when it ends', async () => {
    const id = await reserve(database, [await onHost(database, HOST)]);
    await see({});
    await database.cloudServers.putHost(HOST, [], [aForeignClaim()], NOW_MS);
    const foreign = async () => (await claimedOn()).filter(({ isForeign }) => isForeign === true).length;

    expect(await foreign()).toBe(1);
    await database.allocations.confirmRecommendation(id, [SERVER]);
    expect([await foreign(), (await claimedOn()).length]).toEqual([0, 1]);
    await database.allocations.releaseRecommendation(id);
    expect([await foreign(), (await claimedOn()).length]).toEqual([1, 1]);
  });

  it('count on a host where nothing is held for them, though something is elsewhere', async () => {
    await addHost(database, 'compute-2');
    const id = await reserve(database, [await onHost(database, HOST)]);
    await database.allocations.confirmRecommendation(id, [SERVER]);
    await see({ host: 'compute-2' });
    await database.cloudServers.putHost('compute-2', [], [aForeignClaim()], NOW_MS);

    expect((await claimedOn('compute-2')).map(({ isForeign }) => isForeign)).toEqual([true]);
  });

  it('do not count beside the reservation that their metadata names, until that has run out', async () => {
    const id = await reserve(database, [await onHost(database, HOST)]);
    await see({ metadata: { iopath_recommendation: id, iopath_member: '0' } });
    await database.cloudServers.putHost(HOST, [], [aForeignClaim()], NOW_MS);
    const version = await versionOf(database, HOST);

    expect((await claimedOn()).map(({ isForeign }) => isForeign)).toEqual([undefined]);
    await database.sql.query(`UPDATE reservation SET state = 'expired'`);
    expect((await claimedOn()).map(({ isForeign }) => isForeign)).toEqual([true]);
    expect(await versionOf(database, HOST)).toBeGreaterThan(version);
  });

  it.each([
    ['no recommendation', {}],
    ['one that is not there', { iopath_recommendation: randomUUID(), iopath_member: '0' }],
    ['no such member', { iopath_member: '1' }],
    ['what is no number', { iopath_member: '0; DROP' }],
    ['what is no id', { iopath_recommendation: "'" }],
  ])('count when their metadata names %s', async (_case, metadata) => {
    const id = await reserve(database, [await onHost(database, HOST)]);
    const named = 'iopath_member' in metadata ? { iopath_recommendation: id, ...metadata } : metadata;
    await see({ metadata: named });
    await database.cloudServers.putHost(HOST, [], [aForeignClaim()], NOW_MS);

    expect((await claimedOn()).filter(({ isForeign }) => isForeign === true)).toHaveLength(1);
  });

  it('count or not as their metadata comes to say', async () => {
    const id = await reserve(database, [await onHost(database, HOST)]);
    await see({});
    await database.cloudServers.putHost(HOST, [], [aForeignClaim()], NOW_MS);
    await see({ metadata: { iopath_recommendation: id, iopath_member: '0' } });

    expect((await claimedOn()).map(({ isForeign }) => isForeign)).toEqual([undefined]);
  });

  it('are listed by host: whose they are, what they take, since when', async () => {
    const id = await addRequest(database);
    await commit(database, id, [await onHost(database, HOST)]);
    await database.allocations.confirmRecommendation(id, [SERVER]);
    const migration = 'f0000000-0000-4000-8000-000000000001';
    await see({});
    await database.cloudServers.putHost(
      HOST,
      [],
      [aForeignClaim(), aForeignClaim({ reservationId: migration })],
      NOW_MS,
    );

    const all = await database.cloudServers.list(HOST, 10, null);
    expect(all).toMatchObject({
      nextMarker: null,
      items: [
        { isForeign: false, server: { id: SERVER, name: 'web-1', host: HOST }, firstSeenAtMs: NOW_MS },
        { isForeign: true, server: null, reservationId: null, claim: { reservationId: migration } },
      ],
    });
    expect(all.items[0]?.reservationId).toEqual(expect.any(String));
    const [first] = (await database.cloudServers.list(HOST, 1, null)).items;
    const second = await database.cloudServers.list(HOST, 1, first?.claim.reservationId ?? '');
    expect(second.items.map(({ claim }) => claim.reservationId)).toEqual([migration]);
    await expect(database.cloudServers.list(HOST, 1, 'nobody')).rejects.toMatchObject({ code: 'query.marker_unknown' });
  });

  it('are found on both hosts while they move, and everything with a claim makes a host known', async () => {
    await see({ host: 'compute-2' });
    await database.cloudServers.putHost(HOST, [], [aForeignClaim()], NOW_MS);

    expect(await database.cloudServers.hostNames()).toEqual([HOST, 'compute-2']);
    expect((await database.cloudServers.onHost(HOST)).servers.map(({ observed }) => observed.server.id)).toEqual([
      SERVER,
    ]);
    expect((await database.cloudServers.onHost('compute-2')).servers).toHaveLength(1);
  });

  it('are all read page by page', async () => {
    const ids = Array.from({ length: 450 }, () => randomUUID()).sort();
    await see(...ids.map((id) => ({ id })));

    const read: string[] = [];
    for await (const { observed } of database.cloudServers.all()) read.push(observed.server.id);
    expect(read).toEqual(ids);
  });
});
