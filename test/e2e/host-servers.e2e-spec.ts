import { aForeignClaim, aCloudServer, aVfClaim } from '@iopath/testing';
import type { Persistence } from '@iopath/persistence';
import { randomUUID } from 'node:crypto';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost } from '../support/wire-host';

const NOW_MS = Date.UTC(2026, 10, 21, 8);
const SERVER = aCloudServer();
const PF = '0000:3b:00.0';

interface Listed {
  readonly servers: readonly {
    readonly id: string;
    readonly foreign: boolean;
    readonly reservation_id: string | null;
  }[];
  readonly links: readonly { readonly href: string }[];
}

interface Recommended {
  readonly id: string;
  readonly status: string;
  readonly rejections: readonly { readonly code: string; readonly example: { readonly available: string } }[];
  readonly vf_allocations: readonly { readonly vf_address: string }[];
}

/** Servers that somebody else placed, in the answers of the service. Their claims are stored as a synchronisation would. */
describe('servers that Nova runs', () => {
  let advisor: TestAdvisor;
  let stores: Persistence;
  let vfs: readonly string[];

  beforeAll(async () => {
    advisor = await startAdvisor();
    stores = advisor.persistence;
  });
  afterAll(() => advisor.close());
  beforeEach(async () => {
    const host = wireHost(2);
    await advisor.send('PUT', '/v1/hosts/compute-1/inventory', host);
    vfs = (await stores.hosts.inventory('compute-1'))?.inventory.pfs[0]?.vfs.map(({ address }) => address) ?? [];
    await stores.cloudServers.see(randomUUID(), [SERVER], NOW_MS);
  });

  const list = async (path = '/v1/hosts/compute-1/servers') => {
    const answer = await advisor.send('GET', path);
    return { ...answer, json: answer.json as Listed };
  };

  const ask = async (changes: object = {}): Promise<Recommended> => {
    const wanted = {
      name: 'vm',
      project_id: 'p1',
      flavor: { vcpus: 1, ram_mib: 512, disk_gib: 1, extra_specs: {} },
      image: { os_id: 'ubuntu24.04', properties: {} },
      nics: [{ name: 'data', physical_network: 'physnet1', paths: ['sriov_vf'] }],
      migration: 'cold_ok',
      reserve: true,
      ...changes,
    };
    const { json } = await advisor.send('POST', '/v1/recommendations', wanted, { prefer: 'wait=20' });
    return json as Recommended;
  };

  const put = (...taken: readonly string[]) =>
    stores.cloudServers.putHost(
      'compute-1',
      [],
      [aForeignClaim({ devices: taken.map((address) => aVfClaim(address, PF)) })],
      NOW_MS,
    );

  it('are listed with what they hold', async () => {
    await put(vfs[0] ?? '');
    const { status, json } = await list();

    expect(status).toBe(200);
    expect(json).toEqual({
      servers: [
        {
          id: SERVER.id,
          is_server: true,
          name: 'web-1',
          status: 'ACTIVE',
          project_id: 'p1',
          host_name: 'compute-1',
          foreign: true,
          reservation_id: null,
          holds: {
            vcpus: 2,
            pcpus: 0,
            memory_mib: 2048,
            disk_gib: 20,
            cells: [],
            devices: [{ kind: 'vf', address: vfs[0], pf_address: PF, bandwidth_mbps: 0 }],
            devices_somewhere: [],
          },
          since: '2026-11-21T08:00:00.000Z',
          first_seen_at: '2026-11-21T08:00:00.000Z',
          last_seen_at: '2026-11-21T08:00:00.000Z',
        },
      ],
      links: [],
    });
  });

  it('keep their VF from others', async () => {
    await put(vfs[0] ?? '');

    expect((await ask()).vf_allocations.map((each) => each.vf_address)).toEqual([vfs[1]]);
  });

  it('are told to be the reason when nothing is left', async () => {
    await put(...vfs);
    const { status, rejections } = await ask();

    expect(status).toBe('no_valid_host');
    expect(rejections).toMatchObject([
      {
        code: 'vf.none_free',
        example: { available: `0 of ${vfs.length}, ${vfs.length} held by servers that Nova runs` },
      },
    ]);
  });

  it('count once, by the reservation, as soon as one is confirmed for them', async () => {
    await put(vfs[0] ?? '');
    const { id } = await ask({ nics: [], reserve: true });
    await advisor.send('POST', `/v1/recommendations/${id}:confirm`, { server_ids: [SERVER.id] });
    const [listed] = (await list()).json.servers;

    expect(listed).toMatchObject({ id: SERVER.id, foreign: false });
    expect(listed?.reservation_id).toEqual(expect.any(String));
    await advisor.send('POST', `/v1/recommendations/${id}:release`, {});
    expect((await list()).json.servers).toMatchObject([{ id: SERVER.id, foreign: true, reservation_id: null }]);
  });

  it('are given a page at a time', async () => {
    await stores.cloudServers.putHost(
      'compute-1',
      [],
      ['a', 'b', 'c'].map((reservationId) => aForeignClaim({ reservationId })),
      NOW_MS,
    );
    const first = await list('/v1/hosts/compute-1/servers?limit=2');
    const next = await list(new URL(first.json.links[0]?.href ?? '', 'http://advisor').pathname + '?limit=2&marker=b');

    expect([first.json.servers.map(({ id }) => id), next.json.servers.map(({ id }) => id)]).toEqual([
      ['a', 'b'],
      ['c'],
    ]);
    expect(await advisor.send('GET', '/v1/hosts/compute-1/servers?marker=z')).toMatchObject({
      status: 400,
      json: { code: 'query.marker_unknown' },
    });
  });

  it('are listed on a host that nobody described, and no host is made up', async () => {
    await stores.cloudServers.putHost('compute-9', [], [aForeignClaim()], NOW_MS);

    expect((await list('/v1/hosts/compute-9/servers')).json.servers).toHaveLength(1);
    expect(await list('/v1/hosts/compute-8/servers')).toMatchObject({ status: 404, json: { code: 'host.not_found' } });
  });
});
