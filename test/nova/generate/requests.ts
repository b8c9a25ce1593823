import type { NicPathName, NicRequest, NumaAffinityPolicy, VmRequest } from '@iopath/core';
import { aNicRequest, aVmRequest } from '@iopath/testing';
import fc from 'fast-check';
import { flavors, images } from './flavors';

/** `socket` is left to the flavor: ports of Zed cannot say it. */
const POLICIES: readonly (NumaAffinityPolicy | null)[] = [null, null, null, 'required', 'preferred', 'legacy'];
const PATHS: readonly NicPathName[] = ['vhost_net', 'vhost_net', 'sriov_vf', 'sriov_vf', 'pci_passthrough'];

const nics: fc.Arbitrary<NicRequest> = fc
  .record({
    path: fc.constantFrom(...PATHS),
    network: fc.constantFrom('physnet1', 'physnet1', 'physnet1', 'physnet2', null),
    policy: fc.constantFrom(...POLICIES),
  })
  .map(({ path, network, policy }) =>
    aNicRequest({
      paths: [path],
      // A device is on a flat or VLAN network: drivers bind none to a tunnel (handbook 2.1).
      physicalNetwork: path === 'vhost_net' ? network : (network ?? 'physnet1'),
      numaAffinityPolicy: policy,
    }),
  );

/** Requests for one VM whose NICs name one path each, so that there is one thing to ask Nova. */
export const requests: fc.Arbitrary<VmRequest> = fc
  .record({
    flavor: flavors,
    image: images,
    nics: fc.oneof(
      fc.array(nics, { maxLength: 2 }),
      fc.array(nics, { maxLength: 2 }),
      fc.array(nics, { maxLength: 5 }),
    ),
  })
  .map(({ flavor, image, nics: asked }) =>
    aVmRequest({
      flavor,
      image,
      nics: asked.map((nic, index) => ({ ...nic, name: `nic${index}` })),
      disks: [],
    }),
  );
