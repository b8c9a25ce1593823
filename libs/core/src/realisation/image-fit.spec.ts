import { aCloudImage, aGuestBlueprint } from '@iopath/testing';
import { fitImage } from './image-fit';

const flavor = { name: 'f', vcpus: 2, ramMib: 2048, diskGib: 20, extraSpecs: {} };

function codesOf(fit: ReturnType<typeof fitImage>): readonly string[] {
  return fit.ok ? [] : fit.faults.map(({ code }) => code);
}

describe('an image', () => {
  it('fits when it says nothing and nothing beside the defaults of KVM is needed', () => {
    const blueprint = aGuestBlueprint({
      flavor,
      neededProperties: { hw_vif_model: 'virtio', hw_disk_bus: 'virtio' },
      rootDiskBus: 'virtio',
    });

    expect(fitImage(blueprint, aCloudImage())).toMatchObject({
      ok: true,
      flavor: { extraSpecs: {} },
      rootDiskBus: null,
    });
  });

  it('does not fit when it lacks a property that nobody else can say', () => {
    const blueprint = aGuestBlueprint({ flavor, neededProperties: { hw_vif_model: 'e1000' } });
    const fit = fitImage(blueprint, aCloudImage());

    expect(codesOf(fit)).toEqual(['image.property_missing']);
    expect(JSON.stringify(fit)).toContain('openstack image set --property hw_vif_model=e1000');
    expect(codesOf(fitImage(blueprint, aCloudImage({ properties: { hw_vif_model: 'virtio' } })))).toEqual([
      'image.property_differs',
    ]);
    expect(fitImage(blueprint, aCloudImage({ properties: { hw_vif_model: 'E1000' } })).ok).toBe(true);
  });

  it('cannot be trusted to default to virtio where libosinfo may know better', () => {
    const blueprint = aGuestBlueprint({ flavor, neededProperties: { hw_vif_model: 'virtio' } });

    expect(codesOf(fitImage(blueprint, aCloudImage({ properties: { os_distro: 'winxp' } })))).toEqual([
      'image.property_missing',
    ]);
  });

  it('has its disk bus said by the server where it says none or another', () => {
    const blueprint = aGuestBlueprint({ flavor, neededProperties: { hw_disk_bus: 'scsi' }, rootDiskBus: 'scsi' });

    expect(fitImage(blueprint, aCloudImage())).toMatchObject({ ok: true, rootDiskBus: 'scsi' });
    expect(fitImage(blueprint, aCloudImage({ properties: { hw_disk_bus: 'ide' } }))).toMatchObject({
      ok: true,
      rootDiskBus: 'scsi',
    });
    expect(fitImage(blueprint, aCloudImage({ properties: { hw_disk_bus: 'scsi' } }))).toMatchObject({
      ok: true,
      rootDiskBus: null,
    });
  });

  it('has its part said by the flavor where the flavor can', () => {
    const image = { osId: null, properties: { hw_cpu_policy: 'dedicated', hw_numa_nodes: '2', os_distro: 'ubuntu' } };

    expect(
      fitImage(aGuestBlueprint({ flavor, image }), aCloudImage({ properties: { hw_numa_nodes: '2' } })),
    ).toMatchObject({
      ok: true,
      flavor: { extraSpecs: { 'hw:cpu_policy': 'dedicated' } },
      notes: ['The flavor says what the image does not: hw:cpu_policy.'],
    });
  });

  it('does not fit when it would make another guest than was planned', () => {
    const pinned = aCloudImage({ properties: { hw_cpu_policy: 'dedicated' } });
    const fit = fitImage(aGuestBlueprint({ flavor }), pinned);

    expect(codesOf(fit)).toEqual(['image.builds_another_guest']);
    expect(JSON.stringify(fit)).toContain('hw_cpu_policy');
  });

  it('does not fit when Nova would refuse it beside the flavor', () => {
    const shared = { ...flavor, extraSpecs: { 'hw:cpu_policy': 'shared' } };
    const image = aCloudImage({ properties: { hw_cpu_policy: 'dedicated' } });

    expect(codesOf(fitImage(aGuestBlueprint({ flavor: shared }), image))).toEqual(['image.refused_by_nova']);
  });

  it.each([
    ['is not there yet', { status: 'queued' }, 'image.not_active'],
    ['wants a larger disk', { minDiskGib: 21 }, 'image.disk_too_small'],
    ['wants more memory', { minRamMib: 4096 }, 'image.ram_too_small'],
  ])('does not fit when it %s', (_what, changes, code) => {
    expect(codesOf(fitImage(aGuestBlueprint({ flavor }), aCloudImage(changes)))).toEqual([code]);
  });
});
