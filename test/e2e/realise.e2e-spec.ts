import { readFileSync } from 'node:fs';
import path from 'node:path';
import { aCloudImage, aCloudNetwork, FakeCloud, FakeCloudWriter } from '@iopath/testing';
import { CloudError } from '@iopath/usecases';
import { startAdvisor, type TestAdvisor } from '../support/advisor';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const URL = '/v1/recommendations';

let advisor: TestAdvisor;
let cloud: FakeCloud;
let writer: FakeCloudWriter;

beforeAll(async () => {
  cloud = new FakeCloud();
  writer = new FakeCloudWriter(cloud);
  advisor = await startAdvisor({ apiCloud: { reader: cloud, writer, ping: () => Promise.resolve() } });
  const fleet = readFileSync(path.join(EXAMPLES, 'fleet.ndjson'), 'utf8');
  await advisor.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
});

afterAll(() => advisor.close());

beforeEach(() => {
  cloud.imageList = [aCloudImage()];
  cloud.networkList = [aCloudNetwork()];
  cloud.extensions = ['port-numa-affinity-policy'];
  cloud.flavorList = [];
  cloud.portList = [];
  cloud.serverList = [];
  writer.calls.length = 0;
});

interface Decided {
  readonly id: string;
  readonly host_name: string;
  readonly nova: { readonly flavor: { readonly name: string } };
}

async function decided(changes: object = {}, example = 'latency-critical'): Promise<Decided> {
  const request = JSON.parse(readFileSync(path.join(EXAMPLES, `requests/${example}.json`), 'utf8')) as object;
  const { json } = await advisor.send('POST', URL, { ...request, ...changes }, { prefer: 'wait=30' });
  return json as Decided;
}

function realise({ id }: { readonly id: string }, body: object = {}) {
  return advisor.send('POST', `${URL}/${id}:realise`, { image: 'ubuntu', ...body });
}

describe('POST /v1/recommendations/{id}:realise', () => {
  it('makes flavor and ports, and gives the body for POST /servers', async () => {
    const recommendation = await decided();
    const answer = await realise(recommendation, { placement: 'host' });

    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      recommendation_id: recommendation.id,
      dry_run: false,
      vms: [
        {
          state: 'created',
          host_name: recommendation.host_name,
          flavor: { name: recommendation.nova.flavor.name, created: true },
          ports: [{ nic: 'data', network_id: cloud.networkList[0]?.id, id: cloud.portList[0]?.id }],
          server_request: {
            method: 'POST',
            path: '/servers',
            microversion: '2.74',
            body: {
              server: { host: recommendation.host_name, metadata: { iopath_recommendation: recommendation.id } },
            },
          },
          server_id: null,
        },
      ],
    });
    expect(cloud.serverList).toEqual([]);
  });

  it('boots all VMs, once, however often it is asked', async () => {
    const recommendation = await decided({ count: 2 });
    const [first, second] = [
      await realise(recommendation, { boot: true }),
      await realise(recommendation, { boot: true }),
    ];

    expect(first.json).toMatchObject({ vms: [{ state: 'booted' }, { state: 'booted' }] });
    expect(second.json).toEqual(first.json);
    expect(cloud.serverList).toHaveLength(2);
    expect(cloud.portList).toHaveLength(2);
    expect(cloud.flavorList).toHaveLength(1);
  });

  it('gives the servers time to be seen', async () => {
    const recommendation = await decided({ reservation_ttl_s: 60 });
    await realise(recommendation, { boot: true });
    const { json } = await advisor.send('GET', `${URL}/${recommendation.id}`);
    const [{ expires_at: endsAt } = { expires_at: '' }] = (json as { reservations: { expires_at: string }[] })
      .reservations;

    expect(Date.parse(endsAt) - Date.now()).toBeGreaterThan(800_000);
  });

  it('makes nothing twice where two ask at once', async () => {
    const recommendation = await decided();
    const answers = await Promise.all([1, 2, 3, 4].map(() => realise(recommendation, { boot: true })));

    for (const { status, json } of answers) {
      if (status !== 200) expect([status, (json as { code: string }).code]).toEqual([409, 'realisation.in_progress']);
    }
    expect(cloud.serverList).toHaveLength(1);
    expect(cloud.portList).toHaveLength(1);
  });

  it('shows the calls of a dry run and makes none', async () => {
    const answer = await realise(await decided(), { dry_run: true, boot: true });

    expect(answer.json).toMatchObject({ dry_run: true });
    expect((answer.json as { calls: { path: string }[] }).calls.map((call) => call.path)).toEqual([
      '/flavors',
      expect.stringContaining('/os-extra_specs') as string,
      '/v2.0/ports',
      '/servers',
    ]);
    expect(writer.calls).toEqual([]);
  });

  it.each([
    ['an unknown field', { imag: 'x' }, '/imag'],
    ['an image that is not there', { image: 'nix' }, '/image'],
    ['a NIC that is not there', { networks: { nix: 'n' } }, '/networks/nix'],
    ['a network that is not there', { networks: { data: 'n' } }, '/networks/data'],
    ['ports of another project to boot with', { boot: true, ports_project: 'p' }, '/ports_project'],
  ])('refuses %s with a pointer to it', async (_what, body, pointer) => {
    const answer = await realise(await decided(), body);

    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({ code: 'request.invalid', errors: [{ pointer }] });
  });

  it('says what the cloud lacks', async () => {
    const answer = await realise(await decided({}, 'old-drivers'));

    expect(answer).toMatchObject({
      status: 409,
      json: { code: 'realisation.cloud_unfit', errors: [{ code: 'image.property_missing', pointer: '/image' }] },
    });
  });

  it("tells Nova's refusal of an extra spec in Nova's words", async () => {
    const message = "Invalid input for extra spec 'hw:cpu_policy'.";
    writer.failures.set('addExtraSpecs', [new CloudError('compute', message, 400, null, 'req-1', false)]);
    const answer = await realise(await decided());

    expect(answer).toMatchObject({
      status: 409,
      json: {
        code: 'realisation.refused_by_nova',
        detail: message,
        errors: [{ pointer: '/nova/flavor/extra_specs/hw:cpu_policy', message }],
      },
    });
    expect(cloud.flavorList).toEqual([]);
  });

  it('tells which service refused, with its request id, and takes back what was made', async () => {
    const refused = new CloudError('compute', 'Quota exceeded for cores.', 403, null, 'req-2', false);
    writer.failures.set('createServer', [refused]);
    const answer = await realise(await decided(), { boot: true });

    expect(answer).toMatchObject({
      status: 502,
      json: { code: 'cloud.refused', errors: [{ message: 'answered 403, request req-2: Quota exceeded for cores.' }] },
    });
    expect(cloud.portList).toEqual([]);
  });

  it('goes on after an outage', async () => {
    const recommendation = await decided();
    cloud.down.add('network');
    const during = await realise(recommendation, { boot: true });
    cloud.down.delete('network');

    expect(during).toMatchObject({ status: 503, json: { code: 'cloud.unavailable' } });
    expect(await realise(recommendation, { boot: true })).toMatchObject({
      status: 200,
      json: { vms: [{ state: 'booted' }] },
    });
  });

  it('refuses what is released, and what there is not', async () => {
    const recommendation = await decided();
    await advisor.send('POST', `${URL}/${recommendation.id}:release`);

    expect(await realise(recommendation)).toMatchObject({ status: 409, json: { code: 'allocation.released' } });
    expect(await realise({ id: '00000000-0000-4000-8000-000000000000' })).toMatchObject({
      status: 404,
      json: { code: 'recommendation.not_found' },
    });
  });

  it('needs a cloud', async () => {
    const alone = await startAdvisor();
    const fleet = readFileSync(path.join(EXAMPLES, 'fleet.ndjson'), 'utf8');
    await alone.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
    const request = JSON.parse(readFileSync(path.join(EXAMPLES, 'requests/web-vm.json'), 'utf8')) as object;
    const { json } = await alone.send('POST', URL, request, { prefer: 'wait=30' });
    const answer = await alone.send('POST', `${URL}/${(json as Decided).id}:realise`, { image: 'x' });
    await alone.close();

    expect(answer).toMatchObject({ status: 409, json: { code: 'cloud.not_configured' } });
  });
});
