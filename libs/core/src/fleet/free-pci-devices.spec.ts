import { aHostClaim, aHostState, anInventory, aPciClaim, aPf, aPfClaim, aVfClaim } from '@iopath/testing';
import type { PciDevice } from '../inventory/inventory';
import { aDrive } from '../spec-plans';
import type { DeviceClaim } from './host-claims';

const HBA = '0000:af:00.0';
const controller = aDrive({ address: HBA, deviceClass: 'hba', deviceType: 'type-PF' });
const functions = [1, 2].map((index) =>
  aDrive({ address: `0000:af:00.${index}`, deviceClass: 'hba', deviceType: 'type-VF', pfAddress: HBA }),
);
const [vf1, vf2] = functions as [PciDevice, PciDevice];
const plain = aDrive();

function free(claims: readonly DeviceClaim[], devices = [controller, vf1, vf2, plain]): string[] {
  const inventory = anInventory({ pfs: [], pciDevices: devices });
  return aHostState('compute-1', { inventory, claims: [aHostClaim({ devices: claims })] }).freePciDevices.map(
    ({ address }) => address,
  );
}

describe('PCI devices that are left', () => {
  it('are all of them on an empty host', () => {
    expect(free([])).toEqual([HBA, vf1.address, vf2.address, plain.address]);
  });

  it('are not what somebody holds', () => {
    expect(free([aPciClaim(plain.address)])).toEqual([HBA, vf1.address, vf2.address]);
  });

  it('are not a PF while one of its VFs is held, the other VFs are (handbook 3.3)', () => {
    expect(free([aVfClaim(vf1.address, HBA)])).toEqual([vf2.address, plain.address]);
  });

  it('are not the VFs of a PF that is held', () => {
    expect(free([aPfClaim(HBA)])).toEqual([plain.address]);
  });

  it('are not the VFs of a PF that is held and not listed', () => {
    expect(free([aPfClaim(HBA)], [vf1, plain])).toEqual([plain.address]);
  });

  it('are not a PF one of whose VFs the host itself uses', () => {
    expect(free([], [controller, { ...vf1, hostInUse: true }])).toEqual([vf1.address]);
  });

  it('are VFs of a PF that the host itself uses, as it mostly does', () => {
    expect(free([], [{ ...controller, hostInUse: true }, vf1])).toEqual([HBA, vf1.address]);
  });

  it('are VFs of a NIC’s PF only while that PF is not held', () => {
    const inventory = anInventory({ pfs: [aPf(0)], pciDevices: [{ ...vf1, pfAddress: aPf(0).address }] });
    const claims = [aHostClaim({ devices: [aPfClaim(aPf(0).address)] })];

    expect(aHostState('compute-1', { inventory, claims }).freePciDevices).toEqual([]);
  });
});
