import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

interface Card {
  readonly device: string;
  readonly path: string;
  readonly host_name: string | null;
  readonly hosts: number | null;
  readonly predicted: { readonly basis: string; readonly throughput_gbps: { readonly value: number } | null };
  readonly blocked_by: readonly { readonly code: string; readonly hosts: number | null }[];
}

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
  await advisor.send('PUT', '/v1/hosts/one-vf/inventory', wireHost(1));
});

afterAll(() => advisor.close());

function cardsOf(answer: { readonly json: unknown }): readonly Card[] {
  return (answer.json as { readonly paths: readonly Card[] }).paths;
}

function cardOf(answer: { readonly json: unknown }, path: string): Card | undefined {
  return cardsOf(answer).find((card) => card.path === path);
}

describe('the comparison of paths', () => {
  it('of a recommendation counts free what the recommendation itself holds', async () => {
    const decided = await advisor.send('POST', '/v1/recommendations', wireRequest('holds-the-vf', ['sriov_vf']), {
      prefer: 'wait=20',
    });
    const { id, status } = decided.json as { readonly id: string; readonly status: string };
    const compared = await advisor.send('GET', `/v1/recommendations/${id}/paths`);

    expect(status).toBe('ready');
    expect(compared.status).toBe(200);
    expect(cardOf(compared, 'sriov_vf')).toMatchObject({ host_name: 'one-vf', hosts: 1, predicted: { basis: 'host' } });
    expect(cardOf(compared, 'vdpa')).toMatchObject({ host_name: null, hosts: 0, predicted: { basis: 'assumed' } });
    expect(cardOf(compared, 'vdpa')?.blocked_by.length).toBeGreaterThan(0);
  });

  it('of another one sees the VF as taken', async () => {
    const decided = await advisor.send('POST', '/v1/recommendations', wireRequest('comes-late'), { prefer: 'wait=20' });
    const { id } = decided.json as { readonly id: string };

    expect(cardOf(await advisor.send('GET', `/v1/recommendations/${id}/paths`), 'sriov_vf')?.blocked_by).toMatchObject([
      { code: 'vf.none_free', hosts: 1 },
    ]);
  });

  it('of a request without a fleet asks no host, and stores nothing', async () => {
    const before = await advisor.send('GET', '/v1/recommendations');
    const assume = { link_speed_mbps: 100_000, interrupts: 'posted', storage: 'nvme' };
    const answer = await advisor.send('POST', '/v1/compare', { ...wireRequest('what-if'), assume });
    const after = await advisor.send('GET', '/v1/recommendations');

    expect(answer.status).toBe(200);
    expect(cardsOf(answer)).toHaveLength(9);
    expect(cardsOf(answer).every(({ host_name, hosts }) => host_name === null && hosts === null)).toBe(true);
    expect(after.json).toEqual(before.json);
  });

  it('points at what is wrong with the request, and at what is wrong with the hardware', async () => {
    const flavor = { vcpus: 2, ram_mib: 2048, disk_gib: 0, extra_specs: { 'hw:disk_bus': 'virtio' } };
    const refused = await advisor.send('POST', '/v1/compare', { ...wireRequest('bad'), flavor });
    const unreadable = await advisor.send('POST', '/v1/compare', {
      ...wireRequest('bad'),
      assume: { storage: 'tape' },
    });

    expect(refused.status).toBe(422);
    expect(refused.json).toMatchObject({
      code: 'request.invalid',
      errors: [{ pointer: '/flavor/extra_specs/hw:disk_bus' }],
    });
    expect(unreadable.status).toBe(422);
    expect(unreadable.json).toMatchObject({ errors: [{ pointer: '/assume/storage' }] });
  });

  it('of nothing is not found', async () => {
    const answer = await advisor.send('GET', '/v1/recommendations/00000000-0000-4000-8000-000000000000/paths');

    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({ code: 'recommendation.not_found' });
  });
});
