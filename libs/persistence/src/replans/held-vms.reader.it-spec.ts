import { aPlacement, aVfTake, aVmRequest, noExplanation, noValidHost } from '@iopath/testing';
import {
  addHost,
  addRequest,
  onHost,
  openSpecDatabase,
  reserve,
  type SpecDatabase,
} from '../../../../test/support/spec-database';

const VF = aVfTake('0000:3b:01.2');

describe('the VMs that the ledger holds places for', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    for (const hostName of ['compute-1', 'compute-2']) await addHost(database, hostName);
  });

  const place = async () => reserve(database, [await onHost(database, 'compute-1', [VF])]);
  const heldBy = async (id: string) => (await database.recommendations.get(id))?.reservations[0]?.id ?? '';
  /** Moves the VM of a recommendation, as a swap does, to a place without a VF. */
  const move = async (id: string) => {
    const { hostVersion } = await onHost(database, 'compute-2');
    const placement = { ...aPlacement('compute-2', hostVersion), score: 0.5 };
    const from = { reservationId: await heldBy(id), fromHost: 'compute-1', fences: [] };
    const cause = { actor: 'api', reason: 'swap', requestId: null } as const;
    await database.swaps.swap([{ recommendationId: id, member: 0, ...from, placement }], cause);
  };

  it('are told with what they asked for, and how they are where they were decided', async () => {
    const id = await place();

    expect(await database.heldVms.read()).toEqual([
      {
        reservationId: await heldBy(id),
        recommendationId: id,
        member: 0,
        serverId: null,
        state: 'reserved',
        hostName: 'compute-1',
        request: aVmRequest(),
        profile: expect.objectContaining({ name: 'balanced' }) as object,
        paths: { nics: { data: 'sriov_vf' }, disks: { root: 'virtio_blk' } },
        extraSpecs: {},
        now: { score: 1, p99LatencyUs: { data: null, root: null } },
      },
    ]);
  });

  it('are told by what was kept of their move', async () => {
    const id = await place();
    await move(id);

    expect(await database.heldVms.read()).toMatchObject([
      { hostName: 'compute-2', paths: { nics: { data: 'vhost_net' } }, now: { score: 0.5 } },
    ]);
  });

  it('are assumed by their devices where nothing was kept of their move', async () => {
    const id = await place();
    await move(id);
    await database.sql.query('UPDATE reservation SET kept_place = NULL');

    expect(await database.heldVms.read()).toMatchObject([
      { hostName: 'compute-2', paths: { nics: { data: 'vhost_net' } }, now: null },
    ]);
  });

  it('are of one host where one is named, and none that ran out', async () => {
    await place();
    await reserve(database, [await onHost(database, 'compute-2')], -1);

    expect(await database.heldVms.read('compute-1')).toHaveLength(1);
    expect(await database.heldVms.read('compute-2')).toEqual([]);
  });

  it('are beside the requests that found no host lately, newest first', async () => {
    const ids = [];
    for (const name of ['old', 'older', 'new']) {
      const id = await addRequest(database, { name });
      await database.recommendations.commitDecision(id, noValidHost(), noExplanation, null);
      ids.push(id);
    }
    await database.sql.query(`UPDATE recommendation SET decided_at = now() - interval '3 days' WHERE id = $1`, [
      ids[1],
    ]);
    const names = async (days: number, limit: number) =>
      (await database.heldVms.rejected(days, limit)).map(({ request }) => request.name);

    expect(await names(7, 10)).toEqual(['new', 'old', 'older']);
    expect(await names(1, 10)).toEqual(['new', 'old']);
    expect(await names(7, 1)).toEqual(['new']);
  });
});
