import { checkImageProperties, readImageProperty } from './image-properties';

describe('an image property that Nova takes', () => {
  it.each`
    key                            | text              | value         | case
    ${'hw_vif_model'}              | ${'virtio'}       | ${'virtio'}   | ${'a model'}
    ${'hw_vif_model'}              | ${'VirtualE1000'} | ${'e1000'}    | ${'an old spelling'}
    ${'hw_vif_model'}              | ${'igb'}          | ${'igb'}      | ${'a model of 2025.1'}
    ${'hw_scsi_model'}             | ${'paraVirtual'}  | ${'vmpvscsi'} | ${'another old spelling'}
    ${'hw_architecture'}           | ${'amd64'}        | ${'x86_64'}   | ${'a synonym'}
    ${'hw_vm_mode'}                | ${'pv'}           | ${'xen'}      | ${'a mode of long ago'}
    ${'os_type'}                   | ${'Linux'}        | ${'linux'}    | ${'any case where Nova lowers it'}
    ${'hw_cpu_sockets'}            | ${'2'}            | ${2}          | ${'an integer'}
    ${'hw_vif_multiqueue_enabled'} | ${'yes'}          | ${true}       | ${'a word for true'}
    ${'hw_pmu'}                    | ${'perhaps'}      | ${false}      | ${'any other word, which means false'}
    ${'hw_mem_page_size'}          | ${'whatever'}     | ${'whatever'} | ${'a text that is checked elsewhere'}
    ${'my_property'}               | ${'x'}            | ${'x'}        | ${'a property of one’s own'}
  `('$key=$text: $case', ({ key, text, value }: { key: string; text: string; value: unknown }) => {
    expect(readImageProperty(key, text)).toEqual({ ok: true, value });
    expect(checkImageProperties({ [key]: text })).toEqual([]);
  });
});

describe('an image property that Nova refuses', () => {
  it.each`
    key                   | text        | case
    ${'hw_disk_bus'}      | ${'nvme'}   | ${'there is no emulated NVMe'}
    ${'hw_disk_bus'}      | ${'Virtio'} | ${'buses are not lowered'}
    ${'hw_vif_model'}     | ${'tulip'}  | ${'an unknown model'}
    ${'hw_cpu_policy'}    | ${'pinned'} | ${'an unknown policy'}
    ${'hw_numa_nodes'}    | ${'two'}    | ${'no integer'}
    ${'hw_firmware_type'} | ${'UEFI'}   | ${'firmware types are not lowered'}
  `('$key=$text: $case', ({ key, text }: { key: string; text: string }) => {
    expect(checkImageProperties({ [key]: text, hw_boot_menu: 'true' })).toMatchObject([
      { pointer: `/image/properties/${key}`, code: 'image_property.bad_value' },
    ]);
  });
});
