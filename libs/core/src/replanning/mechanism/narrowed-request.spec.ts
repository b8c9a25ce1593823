import { aHeldVm, aVmRequest, aNicRequest } from '@iopath/testing';
import type { GroupPolicy, VmRequest } from '../../request/vm-request';
import { narrowedRequest } from './narrowed-request';

const ANYWHERE = { paths: 'same', keepGroups: true, toHosts: null } as const;

function inGroup(policy: GroupPolicy): VmRequest {
  const { constraints } = aVmRequest();
  return aVmRequest({ constraints: { ...constraints, group: { id: 'web', policy } } });
}

describe('the request that a VM moves by', () => {
  it('is for one VM, which may go anywhere but where it is', () => {
    const moved = narrowedRequest(aHeldVm({ request: aVmRequest({ count: 3 }) }), ANYWHERE);
    expect(moved.count).toBe(1);
    expect(moved.constraints).toMatchObject({ includeHosts: null, excludeHosts: ['compute-1'] });
  });

  it('names only hosts that the caller allows', () => {
    const { constraints } = aVmRequest();
    const request = aVmRequest({ constraints: { ...constraints, includeHosts: ['compute-1', 'compute-2'] } });
    const moved = narrowedRequest(aHeldVm({ request }), { ...ANYWHERE, toHosts: ['compute-2', 'compute-3'] });
    expect(moved.constraints.includeHosts).toEqual(['compute-2']);
  });

  it('keeps each device on the path that it has', () => {
    const moved = narrowedRequest(aHeldVm(), ANYWHERE);
    expect(moved.nics.map(({ paths }) => paths)).toEqual([['vhost_net']]);
    expect(moved.disks.map(({ paths }) => paths)).toEqual([['virtio_blk']]);
  });

  it('lets a port go to other paths of its vnic_type, and a disk keep its bus', () => {
    const moved = narrowedRequest(aHeldVm(), { ...ANYWHERE, paths: 'kin' });
    expect(moved.nics[0]?.paths).toEqual(['vhost_net', 'vhost_user', 'virtio']);
    expect(moved.disks[0]?.paths).toEqual(['virtio_blk']);
  });

  it('never makes a legacy VF one with offload: the port says which', () => {
    const vm = aHeldVm({ paths: { nics: { data: 'sriov_vf' }, disks: {} } });
    expect(narrowedRequest(vm, { ...ANYWHERE, paths: 'kin' }).nics[0]?.paths).toEqual(['sriov_vf']);
  });

  it('does not widen what the caller narrowed', () => {
    const request = aVmRequest({ nics: [aNicRequest({ paths: ['vhost_net', 'virtio', 'sriov_vf'] })] });
    const moved = narrowedRequest(aHeldVm({ request }), { ...ANYWHERE, paths: 'kin' });
    expect(moved.nics[0]?.paths).toEqual(['vhost_net', 'virtio']);
  });

  it('keeps a server group, but for affinity, which its own claim would bind it by', () => {
    const groupOf = (policy: GroupPolicy, keepGroups = true) =>
      narrowedRequest(aHeldVm({ request: inGroup(policy) }), { ...ANYWHERE, keepGroups }).constraints.group;
    expect(groupOf('anti-affinity')).toEqual({ id: 'web', policy: 'anti-affinity' });
    expect(groupOf('soft-affinity')).toEqual({ id: 'web', policy: 'soft-affinity' });
    expect(groupOf('affinity')).toBeNull();
    expect(groupOf('anti-affinity', false)).toBeNull();
  });
});
