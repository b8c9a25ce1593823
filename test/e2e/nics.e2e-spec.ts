import { randomUUID } from 'node:crypto';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

interface Advice {
  readonly pfs: readonly {
    readonly verdict: string;
    readonly recommended_vfs: number;
    readonly why: readonly string[];
    readonly change: { readonly replans: readonly { readonly body: object }[] } | null;
  }[];
}

/** A host whose only PF is as `changes` say. */
function hostWith(vfs: number, changes: object): object {
  const host = wireHost(vfs) as { readonly pfs: readonly object[] };
  return { ...host, pfs: host.pfs.map((pf) => ({ ...pf, ...changes })) };
}

/** What is known and advised of NICs, over HTTP. */
describe('NICs', () => {
  let advisor: TestAdvisor;

  beforeAll(async () => (advisor = await startAdvisor()));
  afterAll(() => advisor.close());

  async function get(path: string): Promise<unknown> {
    const { status, json } = await advisor.send('GET', path);
    expect(status).toBe(200);
    return json;
  }

  describe('that the advisor knows', () => {
    const namesBy = async (query: string): Promise<readonly string[]> => {
      const { nic_models: models } = (await get(`/v1/nic-models${query}`)) as {
        readonly nic_models: readonly { readonly name: string }[];
      };
      return models.map(({ name }) => name);
    };

    it('are listed, all or by the ids of a PF or VF, in either case', async () => {
      expect((await namesBy('')).length).toBeGreaterThan(30);
      expect(await namesBy('?vendor_id=8086&product_id=10FB')).toEqual(['intel-82599']);
      expect(await namesBy('?product_id=154c')).toEqual(['intel-x710', 'intel-xl710', 'intel-xxv710']);
      expect(await namesBy('?vendor_id=ffff')).toEqual([]);
    });

    it.each([
      'vendor_id=808',
      'product_id=0x10fb',
      'vendor_id=8086&vendor_id=15b3',
      'driver=ice',
      'vendor_id=%00%00%00%00',
    ])('are not listed by %s', async (query) => {
      const { status, json } = await advisor.send('GET', `/v1/nic-models?${query}`);

      expect(status).toBe(400);
      expect(json).toMatchObject({ code: 'query.invalid' });
    });
  });

  describe('of a host', () => {
    it('are told with their model, what is assumed of them, and what may be wrong', async () => {
      const x520 = { vendor_id: '8086', product_id: '10fb', driver: 'ixgbe', total_vfs: null, link_speed_mbps: null };
      await advisor.send('PUT', '/v1/hosts/nics-1/inventory', hostWith(40, x520));

      expect(await get('/v1/hosts/nics-1/nics')).toMatchObject({
        host_name: 'nics-1',
        nics: [
          {
            address: '0000:3b:00.0',
            vfs: 40,
            total_vfs: null,
            model: { name: 'intel-82599', vf_limit: { kind: 'driver', vfs: 63 } },
            assumed: [
              { fact: 'link_speeds_mbps', number: null, numbers: [10_000], text: null },
              { fact: 'total_vfs', number: 63, numbers: [], text: null },
              { fact: 'vf_queues_max', number: 2 },
            ],
            warnings: expect.arrayContaining([
              expect.objectContaining({ code: 'nic.vf_queues_above_limit', severity: 'warning' }),
            ]) as unknown,
          },
        ],
      });
    });

    it('are told without a model where the catalogue has none', async () => {
      await advisor.send('PUT', '/v1/hosts/nics-2/inventory', hostWith(1, { vendor_id: '1af4', product_id: '1041' }));

      expect(await get('/v1/hosts/nics-2/nics')).toMatchObject({ nics: [{ model: null, assumed: [], warnings: [] }] });
    });

    it.each(['nics', 'vf-advice'])('are not there where there is no host: %s', async (resource) => {
      const unknown = await advisor.send('GET', `/v1/hosts/nobody/${resource}`);
      const malformed = await advisor.send('GET', `/v1/hosts/-/${resource}`);

      expect([unknown.status, malformed.status]).toEqual([404, 400]);
      expect(unknown.json).toMatchObject({ code: 'host.not_found' });
      expect(malformed.json).toMatchObject({ code: 'host_name.malformed' });
    });
  });

  describe('and their VFs', () => {
    let fleet: TestAdvisor;

    beforeAll(async () => {
      fleet = await startAdvisor();
      await fleet.send('PUT', '/v1/hosts/compute-1/inventory', hostWith(3, { total_vfs: 16 }));
    });
    afterAll(() => fleet.close());

    const place = async (name: string): Promise<{ readonly id: string; readonly status: string }> => {
      const request = { ...wireRequest(name, ['sriov_vf']), reserve: true };
      const { json } = await fleet.send('POST', '/v1/recommendations', request, { prefer: 'wait=20' });
      return json as { readonly id: string; readonly status: string };
    };
    const advice = async (): Promise<Advice['pfs'][number]> => {
      const { status, json } = await fleet.send('GET', '/v1/hosts/compute-1/vf-advice');
      expect(status).toBe(200);
      const [pf] = (json as Advice).pfs;
      if (pf === undefined) throw new Error('The host has no advice');
      return pf;
    };

    it('stay as they are while nobody asks', async () => {
      expect(await advice()).toMatchObject({
        verdict: 'no_change',
        recommended_vfs: 3,
        model: 'mlx-cx6dx',
        why: expect.arrayContaining(['No change: 3 VFs suffice.']) as unknown,
        change: null,
      });
    });

    it('become more where a day brings more than there are, with who has to move, by which re-plan, and the commands', async () => {
      for (const name of ['a', 'b', 'c']) {
        const { id, status } = await place(name);
        expect(status).toBe('ready');
        await fleet.send('POST', `/v1/recommendations/${id}:confirm`, { server_ids: [randomUUID()] });
      }
      expect((await place('d')).status).toBe('no_valid_host');
      expect((await place('d')).status).toBe('no_valid_host');

      const more = await advice();

      expect(more).toMatchObject({
        verdict: 'more_vfs',
        present_vfs: 3,
        held_vfs: 3,
        recommended_vfs: 11,
        demand: { asked_in_a_day: 4, unplaced: 1, pfs_on_network: 1, share: 4 },
        limit: { vfs: 16, why: 'sriov_totalvfs is 16', is_assumed: false },
        queues: { wanted: 2 },
        change: {
          holders: [{ is_foreign: false }, { is_foreign: false }, { is_foreign: false }],
          before: ['3 VMs hold VFs of it: move them off by a re-plan.'],
          commands: [
            'echo 0 > /sys/bus/pci/devices/0000:3b:00.0/sriov_numvfs',
            'echo 11 > /sys/bus/pci/devices/0000:3b:00.0/sriov_numvfs',
          ],
        },
      });
      for (const { body } of more.change?.replans ?? []) {
        expect((await fleet.send('POST', '/v1/replans', body)).status).toBe(202);
      }
      expect(more.change?.replans).toHaveLength(2);
    });
  });
});
