import { aHostRecord, anInventory, aPf, InMemoryFleet } from '@iopath/testing';
import { FleetSnapshot } from '../fleet/fleet-snapshot';
import { AdviseHostVfs } from './advise-host-vfs';

describe('advice on the VFs of a host', () => {
  const fleet = new InMemoryFleet();
  const advise = new AdviseHostVfs({ snapshot: new FleetSnapshot(fleet), reader: fleet });

  it('rests on the fleet as it is, and on what was asked of late', async () => {
    fleet.put(aHostRecord('compute-1', { inventory: anInventory({ pfs: [aPf(2, { totalVfs: 8 })] }) }));
    fleet.vfNics = [{ physicalNetwork: 'physnet1', vcpus: 2, placed: 3, unplaced: 0 }];

    expect(await advise.execute('compute-1')).toMatchObject([{ verdict: 'more_vfs', recommendedVfs: 6 }]);
  });

  it('is refused of a host that there is not', async () => {
    await expect(advise.execute('nobody')).rejects.toMatchObject({ code: 'host.not_found' });
  });
});
