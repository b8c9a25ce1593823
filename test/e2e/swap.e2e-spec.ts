import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

interface Vm {
  readonly id: string;
  readonly status: string;
  readonly host_name: string;
  readonly vf_allocations: readonly { id: string; host_name: string; vf_address: string; state: string }[];
  readonly reservations: readonly { id: string; host_name: string; state: string }[];
}

interface Swapped {
  readonly dry_run: boolean;
  readonly moves: readonly {
    recommendation_id: string;
    from_host: string;
    to_host: string;
    reservation: { id: string; host_name: string; state: string; server_id: string | null } | null;
    allocations: readonly { id: string; host_name: string; vf_address: string; state: string }[];
    placement: { host_name: string; nova: object; neutron: object } | null;
  }[];
}

const SERVER = '5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a';

describe('swapping over HTTP', () => {
  let advisor: TestAdvisor;

  beforeAll(async () => (advisor = await startAdvisor()));
  afterAll(() => advisor.close());

  /** Hosts of their own for each spec: `vfs` VFs each. */
  let hosts: readonly string[] = [];
  let nth = 0;
  const addHosts = async (...vfs: readonly number[]) => {
    nth++;
    hosts = vfs.map((_count, index) => `host-${nth}-${index}`);
    for (const [index, count] of vfs.entries()) {
      const { status } = await advisor.send('PUT', `/v1/hosts/${hosts[index]}/inventory`, wireHost(count));
      expect(status).toBe(201);
    }
  };
  const host = (index: number) => hosts[index] ?? '';

  /** A VM with a VF that may run on any of the spec's hosts, put on one of them by moving it there. */
  const vmOn = async (index: number): Promise<Vm> => {
    const request = { ...wireRequest('vm', ['sriov_vf']), constraints: { include_hosts: hosts } };
    const { json } = await advisor.send('POST', '/v1/recommendations', request, { prefer: 'wait=20' });
    const vm = json as Vm;
    expect(vm.status).toBe('ready');
    await swap([{ recommendation_id: vm.id, to_host: host(index) }]);
    return read(vm.id);
  };

  const read = async (id: string): Promise<Vm> => (await advisor.send('GET', `/v1/recommendations/${id}`)).json as Vm;
  const post = (body: object, headers: Record<string, string> = {}) =>
    advisor.send('POST', '/v1/allocations:swap', body, headers);
  const swap = async (moves: readonly object[], rest: object = {}): Promise<Swapped> => {
    const answer = await post({ moves, ...rest });
    expect(answer).toMatchObject({ status: 200 });
    return answer.json as Swapped;
  };

  it('lets two VMs exchange the last VFs of two hosts', async () => {
    await addHosts(1, 1);
    const [one, other] = [await vmOn(0), await vmOn(1)];

    const { moves } = await swap([
      { recommendation_id: one.id, member: 0, to_host: host(1) },
      { allocation_id: other.vf_allocations[0]?.id, to_host: host(0) },
    ]);

    expect(moves).toMatchObject([
      {
        recommendation_id: one.id,
        from_host: host(0),
        to_host: host(1),
        reservation: { host_name: host(1), state: 'reserved' },
        allocations: [{ vf_address: other.vf_allocations[0]?.vf_address, host_name: host(1) }],
        placement: { host_name: host(1), nova: { server: { host: host(1) } }, neutron: { ports: [{ name: 'data' }] } },
      },
      { recommendation_id: other.id, from_host: host(1), to_host: host(0) },
    ]);
  });

  it('shows with the recommendation what its VM holds now, beside what was decided', async () => {
    await addHosts(1, 1);
    const before = await vmOn(0);

    await swap([{ recommendation_id: before.id, to_host: host(1) }]);

    const after = await read(before.id);
    expect(after.host_name).toBe(before.host_name);
    expect(after.vf_allocations).toMatchObject([{ host_name: host(1), state: 'reserved' }]);
    expect(after.reservations.map(({ host_name, state }) => `${host_name} ${state}`).slice(-2)).toEqual([
      `${host(0)} released`,
      `${host(1)} reserved`,
    ]);
  });

  it('keeps a confirmed VM confirmed for its server, and goes on from there', async () => {
    await addHosts(1, 1);
    const vm = await vmOn(0);
    await advisor.send('POST', `/v1/recommendations/${vm.id}:confirm`, { server_ids: [SERVER] });

    const { moves } = await swap([{ recommendation_id: vm.id, to_host: null }]);

    expect(moves).toMatchObject([
      {
        to_host: host(1),
        reservation: { state: 'confirmed', server_id: SERVER },
        allocations: [{ state: 'confirmed' }],
      },
    ]);
    const old = vm.vf_allocations[0]?.id;
    const late = await advisor.send('POST', `/v1/allocations/${old}:confirm`, { server_id: SERVER });
    expect(late).toMatchObject({ status: 409, json: { code: 'allocation.released' } });
    const now = moves[0]?.allocations[0]?.id;
    const again = await advisor.send('POST', `/v1/allocations/${now}:confirm`, { server_id: SERVER });
    expect(again).toMatchObject({ status: 200, json: { state: 'confirmed' } });
    const released = await advisor.send('POST', `/v1/recommendations/${vm.id}:release`);
    expect(released).toMatchObject({ status: 200, json: { vf_allocations: [{ id: now, state: 'released' }] } });
  });

  it('moves all or none, and points at what finds no place', async () => {
    await addHosts(1, 1, 1);
    const [one, other] = [await vmOn(0), await vmOn(1)];
    await vmOn(2);

    const answer = await post({
      moves: [
        { recommendation_id: one.id, to_host: host(1) },
        { recommendation_id: other.id, to_host: host(2) },
      ],
    });

    expect(answer).toMatchObject({
      status: 409,
      json: { code: 'allocation.swap_does_not_fit', errors: [{ pointer: '/moves/1', code: 'vf.none_free' }] },
    });
    expect(await read(one.id)).toEqual(one);
  });

  it('tries it without writing', async () => {
    await addHosts(1, 1);
    const vm = await vmOn(0);

    const tried = await swap([{ recommendation_id: vm.id, to_host: host(1) }], { dry_run: true });

    expect(tried).toMatchObject({ dry_run: true, moves: [{ to_host: host(1), reservation: null, allocations: [] }] });
    expect(await read(vm.id)).toEqual(vm);
  });

  it('gives the first answer again to the same key, and changes nothing when sent again without', async () => {
    await addHosts(1, 1, 1);
    const vm = await vmOn(0);
    const anywhere = { moves: [{ recommendation_id: vm.id, to_host: null }] };
    const first = await post(anywhere, { 'idempotency-key': 'once' });

    expect(await post(anywhere, { 'idempotency-key': 'once' })).toMatchObject({ status: 200, json: first.json });
    const other = await post({ ...anywhere, reason: 'another' }, { 'idempotency-key': 'once' });
    expect(other).toMatchObject({ status: 422, json: { code: 'idempotency.key_reused' } });
    const { to_host } = (first.json as Swapped).moves[0] ?? {};
    const again = await swap([{ recommendation_id: vm.id, to_host }]);
    expect(again.moves).toMatchObject([{ from_host: to_host, to_host, placement: null }]);
    expect((await read(vm.id)).vf_allocations).toEqual((first.json as Swapped).moves[0]?.allocations);
  });

  it('refuses what names no VM, or one in two ways, with a pointer to each', async () => {
    const id = '00000000-0000-4000-8000-000000000000';

    const answer = await post({
      moves: [
        { to_host: 'x' },
        { recommendation_id: id, allocation_id: id },
        { allocation_id: id, member: 1 },
        { recommendation_id: id, to_host: null },
      ],
    });

    expect(answer).toMatchObject({
      status: 422,
      json: {
        code: 'request.invalid',
        errors: [
          { pointer: '/moves/0', code: 'move.vm_not_named' },
          { pointer: '/moves/1/allocation_id', code: 'move.vm_named_two_ways' },
          { pointer: '/moves/2/member', code: 'move.vm_named_two_ways' },
        ],
      },
    });
    const unknown = await post({ moves: [{ recommendation_id: id }, { allocation_id: id }] });
    expect(unknown).toMatchObject({
      status: 422,
      json: {
        errors: [
          { pointer: '/moves/0/recommendation_id', code: 'recommendation.unknown' },
          { pointer: '/moves/1/allocation_id', code: 'allocation.unknown' },
        ],
      },
    });
    for (const moves of [[], Array.from({ length: 65 }, () => ({ recommendation_id: id }))]) {
      expect(await post({ moves })).toMatchObject({ status: 422, json: { errors: [{ pointer: '/moves' }] } });
    }
  });

  it('lets many clients swap the same VMs back and forth, and no VF has two owners in the end', async () => {
    await addHosts(2, 2, 2);
    const vms = [await vmOn(0), await vmOn(0), await vmOn(1), await vmOn(1), await vmOn(2)];

    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, turn) => {
        const chosen = [0, 1, 2].map((step) => vms[(turn + step) % vms.length]?.id);
        const moves = chosen.map((recommendation_id, step) => ({
          recommendation_id,
          to_host: host((turn + step) % 3),
        }));
        return post({ moves });
      }),
    );

    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(statuses).toContain(200);
    const held = (await Promise.all(vms.map(({ id }) => read(id)))).map(({ vf_allocations }) => vf_allocations);
    expect(held.map((devices) => devices.map(({ state }) => state))).toEqual(vms.map(() => ['reserved']));
    const places = held.flat().map(({ host_name, vf_address }) => `${host_name} ${vf_address}`);
    expect(new Set(places).size).toBe(vms.length);
  });
});
