import type { NicPathName, NicRequest, NumaAffinityPolicy, VmRequest } from '@iopath/core';
import { aNicRequest, aVmRequest } from '@iopath/testing';
import fc from 'fast-check';
import { flavors, images } from './flavors';
import { OFFLOADED } from './hosts';

/** `socket` is left to the flavor: ports of Zed cannot say it. */
const POLICIES: readonly (NumaAffinityPolicy | null)[] = [null, null, null, 'required', 'preferred', 'legacy'];

/** A path with a network on which it can be; sriov_vf most of all, for its devices are counted in every way. */
const PORTS: readonly (readonly [path: NicPathName, network: string | null])[] = [
  ['vhost_net', 'physnet1'],
  ['vhost_net', 'physnet2'],
  ['vhost_net', null],
  ['sriov_vf', 'physnet1'],
  ['sriov_vf', 'physnet1'],
  ['sriov_vf', 'physnet1'],
  ['sriov_vf', 'physnet2'],
  ['macvtap', 'physnet1'],
  ['pci_passthrough', 'physnet1'],
  ['pci_passthrough', 'physnet2'],
  ['sriov_vf_switchdev', OFFLOADED],
  ['vdpa', OFFLOADED],
];

const nics: fc.Arbitrary<NicRequest> = fc
  .record({ port: fc.constantFrom(...PORTS), policy: fc.constantFrom(...POLICIES) })
  .map(({ port: [path, physicalNetwork], policy }) =>
    aNicRequest({ paths: [path], physicalNetwork, numaAffinityPolicy: policy }),
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
