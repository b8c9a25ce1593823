import { aCloudImage, aCloudStock, aGuestBlueprint, aPortAnswer, BLUEPRINT_RECOMMENDATION } from '@iopath/testing';
import { planRealisation, type RealisationChoices } from './realisation-plan';

const CHOICES: RealisationChoices = {
  networks: null,
  portsProject: null,
  portSecurity: null,
  placement: 'free',
  keyName: null,
  serverGroup: null,
  volumes: null,
};
const GROUP = { id: 'web', policy: 'anti-affinity' } as const;
const GROUP_ID = 'cccccccc-0000-4000-8000-000000000001';

function bodyOf(blueprint = aGuestBlueprint(), choices: Partial<RealisationChoices> = {}) {
  const plan = planRealisation([blueprint], { ...CHOICES, ...choices }, aCloudStock());
  if (!plan.ok) throw new Error(JSON.stringify(plan.faults));
  return plan.guests[0]?.serverBody('f-1', blueprint.ports.length === 0 ? [] : ['port-1']);
}

function faultsOf(blueprint = aGuestBlueprint(), choices: Partial<RealisationChoices> = {}, stock = aCloudStock()) {
  const plan = planRealisation([blueprint], { ...CHOICES, ...choices }, stock);
  return plan.ok ? [] : [plan.kind, ...plan.faults.map(({ code }) => code)];
}

describe('the server of a realisation', () => {
  it('is told its flavor, image and ports, and whose it is', () => {
    expect(bodyOf()).toEqual({
      microversion: '2.1',
      body: {
        server: {
          name: 'web-1',
          flavorRef: 'f-1',
          imageRef: aCloudImage().id,
          networks: [{ port: 'port-1' }],
          metadata: { iopath_recommendation: BLUEPRINT_RECOMMENDATION, iopath_member: '0' },
        },
      },
    });
  });

  it('goes to the recommended zone, or to the recommended host, where that was asked for', () => {
    expect(bodyOf(undefined, { placement: 'zone' })).toMatchObject({ body: { server: { availability_zone: 'az1' } } });
    expect(bodyOf(undefined, { placement: 'host' })).toMatchObject({
      microversion: '2.74',
      body: { server: { host: 'compute-01' } },
    });
    expect(faultsOf(aGuestBlueprint({ availabilityZone: null }), { placement: 'zone' })).toEqual([
      'invalid',
      'zone.unknown',
    ]);
  });

  it('has no network where it has no NIC', () => {
    expect(bodyOf(aGuestBlueprint({ ports: [] }))).toMatchObject({
      microversion: '2.37',
      body: { server: { networks: 'none' } },
    });
  });

  it('belongs to its server group, which has to be named unless the host is', () => {
    const grouped = aGuestBlueprint({ group: GROUP });

    expect(faultsOf(grouped)).toEqual(['invalid', 'server_group.needed']);
    expect(bodyOf(grouped, { serverGroup: GROUP_ID })).toMatchObject({
      body: { 'os:scheduler_hints': { group: GROUP_ID } },
    });
    expect(bodyOf(aGuestBlueprint({ group: { ...GROUP, id: GROUP_ID } }))).toMatchObject({
      body: { 'os:scheduler_hints': { group: GROUP_ID } },
    });
    expect(bodyOf(grouped, { placement: 'host' })?.body).not.toHaveProperty('os:scheduler_hints');
  });

  it('attaches the volumes that were named by the bus that was chosen, after the image', () => {
    const blueprint = aGuestBlueprint({ dataDisks: [{ name: 'log', diskBus: 'scsi' }] });

    expect(bodyOf(blueprint, { volumes: { log: 'v-1' } })).toMatchObject({
      body: {
        server: {
          block_device_mapping_v2: [
            { boot_index: 0, source_type: 'image', destination_type: 'local', uuid: aCloudImage().id },
            { boot_index: -1, source_type: 'volume', uuid: 'v-1', disk_bus: 'scsi' },
          ],
        },
      },
    });
    expect(faultsOf(undefined, { volumes: { log: 'v-1' } })).toEqual(['invalid', 'volume.unknown_disk']);
    const two = planRealisation([blueprint, blueprint], { ...CHOICES, volumes: { log: 'v-1' } }, aCloudStock());
    expect(two).toMatchObject({ ok: false, kind: 'invalid', faults: [{ code: 'volume.many_vms' }] });
  });
});

describe('a realisation', () => {
  it('is not planned on a cloud that is not as the recommendation needs it, and all of it is told', () => {
    const blueprint = aGuestBlueprint({
      neededProperties: { hw_vif_model: 'e1000' },
      ports: [aPortAnswer({ numaAffinityPolicy: 'required' })],
    });

    expect(faultsOf(blueprint, {}, aCloudStock({ extensions: [] }))).toEqual([
      'unfit',
      'image.property_missing',
      'port.extension_missing',
    ]);
  });

  it('tells what is left to do by hand', () => {
    const blueprint = aGuestBlueprint({
      dataDisks: [{ name: 'log', diskBus: 'scsi' }],
      ports: [aPortAnswer({ notes: ['N'] })],
    });
    const plan = planRealisation([blueprint], CHOICES, aCloudStock());

    expect(plan).toMatchObject({
      ok: true,
      notes: ['data: N', 'No volume was named for disk log; attach it with disk_bus scsi.'],
    });
  });
});
