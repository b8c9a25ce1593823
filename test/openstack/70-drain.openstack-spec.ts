import { Client } from 'pg';
import { until } from '../openstack-lab/machine/until';
import { type AdvisedCloud, startAdvisedCloud } from './support/advised-cloud';
import { synchronise } from './support/synchronise';

const DRAINED = 'lab-d';
const OTHERS = ['lab-a', 'lab-b'] as const;
/**
 * Pinned guests with a drive by alias can only be moved cold. Those with a VF alone are moved live; they float, for the
 * lab's driver leaves the CPUs of a pinned one as they were on the host that it left.
 */
const PINNED = {
  'hw:cpu_policy': 'dedicated',
  'hw:numa_nodes': '1',
  // VF and drive are on different NUMA nodes of some of these hosts.
  'hw:pci_numa_affinity_policy': 'preferred',
  'pci_passthrough:alias': 'nvme:1',
};
const GUESTS = [
  { vcpus: 1, extraSpecs: PINNED, mechanism: 'cold' },
  { vcpus: 2, extraSpecs: PINNED, mechanism: 'cold' },
  { vcpus: 1, extraSpecs: {}, mechanism: 'unplug_replug' },
  { vcpus: 2, extraSpecs: {}, mechanism: 'unplug_replug' },
] as const;
const PLANNED_WITHIN_MS = 120_000;
const APPLIED_WITHIN_MS = 600_000;

interface Guest {
  readonly recommendationId: string;
  readonly serverId: string;
  readonly portId: string;
}

interface Hold {
  readonly hostName: string;
  /** Of its VF: which drive a server has, no API of the cloud tells. */
  readonly addresses: readonly string[];
}

interface Step {
  readonly id: string;
  readonly state: string;
  readonly from_host: string;
  readonly to_host: string;
  readonly mechanism: string;
  readonly attempts: number;
  readonly error: object | null;
  readonly commands: readonly string[];
}

/**
 * A host with servers that have VFs, some of them drives as well, is drained: planned, and applied through Nova by cold and
 * live migrations. At the end ledger, Nova and Neutron agree, and the ledger's history says that no VM was without a hold
 * in between.
 */
describe('a drain', () => {
  let advised: AdvisedCloud;
  let sql: Client;
  let replanId: string;
  const guests: Guest[] = [];

  const setState = async (hosts: readonly string[], state: string): Promise<void> => {
    for (const host of hosts) {
      const { json } = await advised.send('GET', `/v1/hosts/${host}`);
      const change = { state, generation: json['generation'] };
      expect(await advised.send('PATCH', `/v1/hosts/${host}`, change)).toMatchObject({ status: 200 });
    }
  };

  /** A server that the advisor has chosen the place for, and Nova has built there. */
  const boot = async ({ vcpus, extraSpecs }: (typeof GUESTS)[number], networkId: string): Promise<Guest> => {
    const { cloud } = advised;
    const request = {
      name: cloud.name('drain'),
      flavor: { vcpus, ram_mib: 512, extra_specs: extraSpecs },
      nics: [{ name: 'data', physical_network: 'physnet1', paths: ['sriov_vf'] }],
    };
    const advice = await advised.send('POST', '/v1/recommendations', request, { headers: { prefer: 'wait=30' } });
    expect(advice.json).toMatchObject({ status: 'ready', host_name: DRAINED });
    const recommendationId = String(advice.json['id']);
    const choices = { image: 'tiny', networks: { data: networkId }, placement: 'host', boot: true };
    const made = await advised.send('POST', `/v1/recommendations/${recommendationId}:realise`, choices);
    expect(made).toMatchObject({ status: 200 });
    const [vm] = made.json['vms'] as readonly { server_id: string; ports: [{ id: string }]; flavor: { id: string } }[];
    if (vm === undefined) throw new Error('nothing was realised');
    cloud.keepServer(vm.server_id);
    cloud.keepFlavor(vm.flavor.id);
    const portId = cloud.keepPort(vm.ports[0].id);
    expect(await cloud.settled(vm.server_id, ['ACTIVE', 'ERROR'])).toMatchObject({ status: 'ACTIVE', host: DRAINED });
    return { recommendationId, serverId: vm.server_id, portId };
  };

  const heldBy = async (recommendationId: string): Promise<readonly Hold[]> => {
    const { rows } = await sql.query<Hold>(
      `SELECT host_name AS "hostName", ARRAY(SELECT device_address FROM allocation
              WHERE allocation.reservation_id = reservation.id AND held_host_name IS NOT NULL AND kind = 'vf') AS addresses
       FROM reservation WHERE recommendation_id = $1 AND held_host_name IS NOT NULL`,
      [recommendationId],
    );
    return rows;
  };

  const stepsOf = async (): Promise<{ readonly status: string; readonly steps: readonly Step[] }> => {
    const { json } = await advised.send('GET', `/v1/replans/${replanId}/steps`);
    return json as unknown as { status: string; steps: readonly Step[] };
  };

  beforeAll(async () => {
    advised = await startAdvisedCloud();
    sql = new Client({ connectionString: advised.databaseUrl });
    await sql.connect();
    const network = await advised.cloud.network('physnet1');
    await setState(OTHERS, 'draining');
    for (const guest of GUESTS) guests.push(await boot(guest, network));
    await setState(OTHERS, 'active');
    await setState([DRAINED], 'draining');
    expect(await synchronise(advised)).toMatchObject({ state: 'succeeded' });
  });

  afterAll(async () => {
    await sql.end();
    await advised.cloud.clear();
    await advised.close();
  });

  it('is planned as one move a server, to hosts that have room: cold where it has to be', async () => {
    const asked = await advised.send('POST', '/v1/replans', { reason: 'drain', hosts: [DRAINED] });
    expect(asked).toMatchObject({ status: 202 });
    replanId = String(asked.json['id']);
    const status = await until('the plan', PLANNED_WITHIN_MS, async () => {
      const { json } = await advised.send('GET', `/v1/replans/${replanId}`);
      return ['queued', 'running'].includes(String(json['status'])) ? null : String(json['status']);
    });
    expect(status).toBe('planned');

    const { json } = await advised.send('POST', `/v1/replans/${replanId}:apply`, { dry_run: true });
    const steps = json['steps'] as readonly Step[];
    expect(steps.map(({ mechanism }) => mechanism).sort()).toEqual(GUESTS.map(({ mechanism }) => mechanism).sort());
    for (const { from_host: from, to_host: to, mechanism, state, commands } of steps) {
      expect([from, state]).toEqual([DRAINED, null]);
      expect(OTHERS).toContain(to);
      expect(commands[0]).toContain(`server migrate ${mechanism === 'cold' ? '' : '--live-migration '}--host ${to}`);
    }
  });

  it('is applied through Nova, and no step is asked for twice', async () => {
    expect(await advised.send('POST', `/v1/replans/${replanId}:apply`, {})).toMatchObject({
      status: 200,
      json: { status: 'applying' },
    });
    // One in the middle of it: a synchronisation neither helps nor harms.
    const between = synchronise(advised);
    const ended = await until('the end of the moves', APPLIED_WITHIN_MS, async () => {
      const seen = await stepsOf();
      return seen.status === 'applying' ? null : seen;
    });
    expect(await between).toMatchObject({ state: 'succeeded' });

    expect(ended.steps.map(({ state, attempts, error }) => ({ state, attempts, error }))).toEqual(
      GUESTS.map(() => ({ state: 'done', attempts: 1, error: null })),
    );
    expect(ended.status).toBe('applied');
  });

  it('leaves every server where the plan said, and Nova, Neutron and the ledger say the same', async () => {
    const { steps } = await stepsOf();
    const targets = steps.map((step) => step.to_host).sort();
    const seen: string[] = [];
    for (const { recommendationId, serverId, portId } of guests) {
      const server = await advised.cloud.server(serverId);
      const port = await advised.cloud.portOf(portId);
      expect(server.status).toBe('ACTIVE');
      expect(port.hostId).toBe(server.host);
      expect(await heldBy(recommendationId)).toEqual([{ hostName: server.host, addresses: [port.pciSlot] }]);
      seen.push(String(server.host));
    }
    expect(seen.sort()).toEqual(targets);
  });

  it('never leaves a VM without a hold', async () => {
    // Of each VM, how many holds it has after each transaction since it was first confirmed.
    const { rows } = await sql.query<{ recommendation_id: string; least: number; most: number }>(`
      WITH change AS (
        SELECT recommendation_id, txid, max(id) AS id,
               sum((to_state IN ('reserved', 'confirmed', 'orphaned'))::int
                 - (coalesce(from_state, 'released') IN ('reserved', 'confirmed', 'orphaned'))::int) AS more
        FROM ledger_history WHERE subject_kind = 'reservation' GROUP BY recommendation_id, txid
      ), held AS (
        SELECT recommendation_id, sum(more) OVER (PARTITION BY recommendation_id ORDER BY id)::int AS holds FROM change
      )
      SELECT recommendation_id, min(holds) AS least, max(holds) AS most FROM held GROUP BY recommendation_id`);
    expect(rows.map(({ recommendation_id: id }) => id).sort()).toEqual(
      guests.map(({ recommendationId }) => recommendationId).sort(),
    );
    for (const { least, most } of rows) expect([least, most]).toEqual([1, 2]);
  });

  it('leaves no drift, and an audit of the ledger finds nothing', async () => {
    expect(await synchronise(advised)).toMatchObject({ state: 'succeeded' });
    for (const host of [DRAINED, ...OTHERS]) {
      const { json } = await advised.send('GET', `/v1/drift?host_name=${host}&limit=1000`);
      expect(json['findings']).toEqual([]);
    }
    const audit = await advised.send('POST', '/v1/audits', { repair: false });
    expect(audit.json).toMatchObject({ counts: [], discrepancies: [] });
  });
});
