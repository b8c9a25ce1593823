import { guestDrivers } from './guest-drivers';

function driversOf(osId: string | null, properties: Record<string, string> = {}) {
  const { virtioNet, virtioBlk, virtioScsi, e1000 } = guestDrivers({ osId, properties });
  return [virtioNet, virtioBlk, virtioScsi, e1000];
}

describe('the virtio-net, virtio-blk, virtio-scsi and e1000 drivers of an operating system', () => {
  it.each`
    osId                | drivers                                         | because
    ${'ubuntu24.04'}    | ${['yes', 'yes', 'yes', 'yes']}                 | ${'kernel 6.8'}
    ${'ubuntu-22.04'}   | ${['yes', 'yes', 'yes', 'yes']}                 | ${'a dash before the release is understood'}
    ${'ubuntu12.04'}    | ${['yes', 'yes', 'assumed', 'yes']}             | ${'3.2, or 3.13 with the HWE kernel'}
    ${'ubuntu8.04'}     | ${['assumed', 'assumed', 'no', 'yes']}          | ${'2.6.24, virtio came with 2.6.25'}
    ${'ubuntu6.06'}     | ${['no', 'no', 'no', 'yes']}                    | ${'2.6.15'}
    ${'debian12'}       | ${['yes', 'yes', 'yes', 'yes']}                 | ${'6.1'}
    ${'debian6'}        | ${['yes', 'yes', 'no', 'yes']}                  | ${'2.6.32'}
    ${'debian4'}        | ${['no', 'no', 'no', 'yes']}                    | ${'2.6.18'}
    ${'rhel9.4'}        | ${['yes', 'yes', 'yes', 'yes']}                 | ${'5.14'}
    ${'rhel6.3'}        | ${['yes', 'yes', 'no', 'yes']}                  | ${'2.6.32 before the backport of virtio-scsi'}
    ${'rhel6.9'}        | ${['yes', 'yes', 'assumed', 'yes']}             | ${'6.4 and later have the backport'}
    ${'centos7'}        | ${['yes', 'yes', 'yes', 'yes']}                 | ${'3.10'}
    ${'centos5'}        | ${['assumed', 'assumed', 'no', 'yes']}          | ${'virtio from 5.4 on, and the minor release is not said'}
    ${'centos5.2'}      | ${['no', 'no', 'no', 'yes']}                    | ${'before 5.4'}
    ${'centos-stream9'} | ${['yes', 'yes', 'yes', 'yes']}                 | ${'as RHEL 9'}
    ${'rhel4'}          | ${['no', 'no', 'no', 'yes']}                    | ${'2.6.9, whatever the minor release'}
    ${'sles11'}         | ${['yes', 'yes', 'assumed', 'yes']}             | ${'2.6.27; virtio-scsi with service pack 3'}
    ${'sles11sp3'}      | ${['yes', 'yes', 'yes', 'yes']}                 | ${'service pack 3'}
    ${'sles10sp2'}      | ${['no', 'no', 'no', 'yes']}                    | ${'2.6.16'}
    ${'opensuse42.3'}   | ${['yes', 'yes', 'yes', 'yes']}                 | ${'4.4, older than Leap 15 in spite of the number'}
    ${'fedora38'}       | ${['yes', 'yes', 'yes', 'yes']}                 | ${'6.2'}
    ${'fedora8'}        | ${['no', 'no', 'no', 'yes']}                    | ${'2.6.23'}
    ${'cirros0.3.5'}    | ${['yes', 'yes', 'no', 'yes']}                  | ${'3.2'}
    ${'cirros0.6.2'}    | ${['yes', 'yes', 'yes', 'yes']}                 | ${'5.15'}
    ${'cirros0.2'}      | ${['assumed', 'assumed', 'assumed', 'assumed']} | ${'older than any release that is known'}
    ${'cirros'}         | ${['assumed', 'assumed', 'assumed', 'assumed']} | ${'the release is not said'}
    ${'archlinux'}      | ${['yes', 'yes', 'yes', 'yes']}                 | ${'rolls'}
    ${'freebsd13.1'}    | ${['yes', 'yes', 'yes', 'yes']}                 | ${'in GENERIC since 10'}
    ${'freebsd8.4'}     | ${['no', 'no', 'no', 'yes']}                    | ${'virtio came with 9.0'}
    ${'freebsd9.0'}     | ${['yes', 'yes', 'no', 'yes']}                  | ${'the release that virtio came with'}
    ${'freebsd'}        | ${['assumed', 'assumed', 'assumed', 'assumed']} | ${'the release is not said'}
    ${'openbsd5.4'}     | ${['yes', 'yes', 'no', 'yes']}                  | ${'vioscsi came with 5.5'}
    ${'win2k19'}        | ${['no', 'no', 'no', 'yes']}                    | ${'Windows has no virtio in the box'}
    ${' Win2k19 '}      | ${['no', 'no', 'no', 'yes']}                    | ${'case and blanks do not matter'}
    ${'win8.1'}         | ${['no', 'no', 'no', 'yes']}                    | ${'not one of the numbered ones before 95'}
    ${'win10'}          | ${['no', 'no', 'no', 'yes']}                    | ${'nor has its desktop'}
    ${'winxp'}          | ${['no', 'no', 'no', 'yes']}                    | ${'nor had it ever'}
    ${'win2k'}          | ${['no', 'no', 'no', 'assumed']}                | ${'e1000 drivers came with XP'}
    ${'win3.1'}         | ${['no', 'no', 'no', 'assumed']}                | ${'long before'}
    ${'win98'}          | ${['no', 'no', 'no', 'assumed']}                | ${'e1000 drivers came with XP'}
    ${'msdos6.22'}      | ${['no', 'no', 'no', 'assumed']}                | ${'long before'}
    ${'plan9'}          | ${['assumed', 'assumed', 'assumed', 'assumed']} | ${'not known'}
    ${'???'}            | ${['assumed', 'assumed', 'assumed', 'assumed']} | ${'no short id'}
    ${null}             | ${['assumed', 'assumed', 'assumed', 'assumed']} | ${'not said'}
  `('$osId: $drivers ($because)', ({ osId, drivers }: { osId: string | null; drivers: string[] }) => {
    expect(driversOf(osId)).toEqual(drivers);
  });
});

describe('an image property that names a device', () => {
  it.each`
    properties                                               | drivers
    ${{ hw_vif_model: 'virtio' }}                            | ${['yes', 'no', 'no', 'yes']}
    ${{ hw_disk_bus: 'virtio' }}                             | ${['no', 'yes', 'no', 'yes']}
    ${{ hw_disk_bus: 'scsi', hw_scsi_model: 'virtio-scsi' }} | ${['no', 'no', 'yes', 'yes']}
    ${{ hw_disk_bus: 'scsi', hw_scsi_model: 'lsilogic' }}    | ${['no', 'no', 'no', 'yes']}
    ${{ hw_disk_bus: 'scsi' }}                               | ${['no', 'no', 'no', 'yes']}
    ${{ hw_scsi_model: 'virtio-scsi' }}                      | ${['no', 'no', 'no', 'yes']}
  `(
    'says that its driver is there: Windows with $properties',
    (given: { properties: Record<string, string>; drivers: string[] }) => {
      expect(driversOf('win2k19', given.properties)).toEqual(given.drivers);
    },
  );

  it('says so of e1000 too, which Windows 98 does not have in the box', () => {
    expect(driversOf('win98', { hw_vif_model: 'e1000' })).toEqual(['no', 'no', 'no', 'yes']);
  });
});

describe('the driver for a VF', () => {
  it.each`
    osId             | vendor    | driver         | presence     | because
    ${'ubuntu22.04'} | ${'8086'} | ${'ice'}       | ${'yes'}     | ${'iavf came with 4.20'}
    ${'debian9'}     | ${'8086'} | ${'ice'}       | ${'no'}      | ${'4.9'}
    ${'debian9'}     | ${'8086'} | ${'i40e'}      | ${'yes'}     | ${'i40evf came with 3.14'}
    ${'centos7.9'}   | ${'8086'} | ${'ice'}       | ${'assumed'} | ${'3.10 with years of backports'}
    ${'rhel6.10'}    | ${'8086'} | ${'ice'}       | ${'no'}      | ${'backports ended before'}
    ${'rhel6.10'}    | ${'8086'} | ${'ixgbe'}     | ${'assumed'} | ${'backported'}
    ${'ubuntu20.04'} | ${'15b3'} | ${'mlx5_core'} | ${'yes'}     | ${'5.4'}
    ${'ubuntu20.04'} | ${'15B3'} | ${null}        | ${'yes'}     | ${'every driver of the vendor is there'}
    ${'debian7'}     | ${'8086'} | ${null}        | ${'assumed'} | ${'some drivers of the vendor are there'}
    ${'ubuntu6.06'}  | ${'8086'} | ${'vfio-pci'}  | ${'no'}      | ${'none of the vendor is'}
    ${'ubuntu22.04'} | ${'1234'} | ${'foo'}       | ${'assumed'} | ${'vendor and driver are not known'}
    ${'freebsd13.1'} | ${'8086'} | ${'i40e'}      | ${'assumed'} | ${'not followed'}
    ${'win2k19'}     | ${'15b3'} | ${'mlx5_core'} | ${'assumed'} | ${'the vendor has one'}
    ${'win2k3r2'}    | ${'15b3'} | ${'mlx5_core'} | ${'no'}      | ${'from before SR-IOV'}
    ${'win2k8r2'}    | ${'15b3'} | ${'mlx5_core'} | ${'assumed'} | ${'the vendor has one'}
    ${'win2k3'}      | ${'15b3'} | ${'mlx5_core'} | ${'no'}      | ${'from before SR-IOV'}
    ${'msdos6.22'}   | ${'8086'} | ${'igb'}       | ${'no'}      | ${'from long before'}
    ${null}          | ${'8086'} | ${'igb'}       | ${'assumed'} | ${'not said'}
  `(
    '$osId on $vendor $driver: $presence ($because)',
    (given: { osId: string | null; vendor: string; driver: string | null; presence: string }) => {
      expect(guestDrivers({ osId: given.osId, properties: {} }).vf(given.vendor, given.driver)).toBe(given.presence);
    },
  );
});
