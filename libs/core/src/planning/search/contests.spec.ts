import { aHostState, aNicRequest, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { NicPathName } from '../../io-path/io-path';
import type { NicRequest } from '../../request/vm-request';
import { ANY_PATH, contestsOf } from './contests';
import { requestContext } from '../request-context';

/** The contests of NICs that are offered all of these paths, path by path in words. */
function contests(nics: readonly NicRequest[]): readonly string[] {
  const context = requestContext(aVmRequest({ nics }), buildFleet([aHostState('compute-1')]), { release: '2025.1' });
  const offered = context.nics.map(({ paths }) => [...paths.keys()]);
  return contestsOf(offered, context).map((contest) =>
    contest.map((choice, nic) => (choice === ANY_PATH ? '*' : context.nics[nic]?.paths[choice]?.name)).join(' '),
  );
}

function nicsOn(count: number, ...paths: NicPathName[]): readonly NicRequest[] {
  return Array.from({ length: count }, (_, index) => aNicRequest({ name: `nic${index}`, paths }));
}

describe('the contests', () => {
  it('of a VM without NICs are one, the empty one', () => {
    expect(contests([])).toEqual(['']);
  });

  it('of few NICs are all combinations of their paths, in the catalogue’s order', () => {
    expect(contests(nicsOn(2, 'sriov_vf', 'vhost_net'))).toEqual([
      'vhost_net vhost_net',
      'vhost_net sriov_vf',
      'sriov_vf vhost_net',
      'sriov_vf sriov_vf',
    ]);
  });

  it('never put an emulated NIC beside a virtio NIC: an image has one hw_vif_model', () => {
    const nics = [...nicsOn(1, 'vhost_net', 'emulated'), aNicRequest({ name: 'b', paths: ['vhost_net', 'emulated'] })];

    expect(new Set(contests(nics))).toEqual(new Set(['vhost_net vhost_net', 'emulated emulated']));
  });

  it('of many NICs are each path for each NIC, and each path for all: never more than a few for each NIC', () => {
    const lists = contests([
      ...nicsOn(8, 'vhost_net', 'sriov_vf', 'pci_passthrough'),
      aNicRequest({ name: 'other', paths: ['vhost_net', 'sriov_vf'], bandwidthMbps: 10_000 }),
    ]);

    // Eight NICs are alike, so the first stands for them.
    expect(lists).toEqual([
      'vhost_net * * * * * * * *',
      'sriov_vf * * * * * * * *',
      'pci_passthrough * * * * * * * *',
      '* * * * * * * * vhost_net',
      '* * * * * * * * sriov_vf',
      'vhost_net vhost_net vhost_net vhost_net vhost_net vhost_net vhost_net vhost_net vhost_net',
      'sriov_vf sriov_vf sriov_vf sriov_vf sriov_vf sriov_vf sriov_vf sriov_vf sriov_vf',
    ]);
  });
});
