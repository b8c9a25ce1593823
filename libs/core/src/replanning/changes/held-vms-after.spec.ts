import { aHeldVm } from '@iopath/testing';
import { PROFILES } from '../../scoring/profiles';
import { heldVmsAfter } from './held-vms-after';

it('judges VMs by the changed profile of their own, and others as before', () => {
  const balanced = { ...PROFILES.balanced, version: 2 };
  const vms = [aHeldVm({ profile: PROFILES.balanced }), aHeldVm({ profile: PROFILES.latency })];

  expect(heldVmsAfter(vms, { profiles: { balanced } }).map(({ profile }) => profile)).toEqual([
    balanced,
    PROFILES.latency,
  ]);
});
