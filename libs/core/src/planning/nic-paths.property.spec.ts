import { aNicRequest, roomyHosts, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { compileHost, type HostFacts } from '../fleet/compile-host';
import { hasNetdev, isVdpa } from '../fleet/vf-kinds';
import type { VirtualFunction } from '../inventory/inventory';
import { NIC_PATH_NAMES, type NicPathName } from '../io-path/io-path';
import { checkExtraSpecs } from '../nova/extra-spec-check';
import { OPENSTACK_RELEASES } from '../nova/openstack-release';
import type { VmRequest } from '../request/vm-request';
import type { Placement } from './decision';
import { placeOnHost } from './search/place-on-host';

const RUNS = { numRuns: 300 };
const releases = fc.constantFrom(...OPENSTACK_RELEASES);
const BASE_PAGE_KIB = 4;

/** What may be given for each path on a VF. */
const SERVES: Partial<Record<NicPathName, (vf: VirtualFunction) => boolean>> = {
  macvtap: hasNetdev,
  vdpa: isVdpa,
  sriov_vf: (vf) => !isVdpa(vf),
  sriov_vf_switchdev: (vf) => !isVdpa(vf),
};

/** Requests whose NICs name one or two paths each, and ask for little else that could keep them off a host. */
const requests: fc.Arbitrary<VmRequest> = fc
  .tuple(vmRequests(), fc.array(fc.constantFrom(...NIC_PATH_NAMES), { minLength: 6, maxLength: 6 }))
  .map(([request, names]) => ({
    ...request,
    isolation: 'shared',
    migration: 'cold_ok',
    image: { osId: 'ubuntu24.04', properties: {} },
    disks: [],
    nics: request.nics.map(({ name, numaAffinityPolicy }, index) =>
      aNicRequest({ name, numaAffinityPolicy, paths: names.slice(2 * index, 2 * index + 2) }),
    ),
  }));

/** Hosts with a PF on the NICs' network for each of the generated ones. */
const hosts: fc.Arbitrary<HostFacts> = roomyHosts().map((facts) => {
  const pfs = facts.inventory.pfs.map((pf) => ({ ...pf, physicalNetwork: 'physnet1' }));
  return { ...facts, inventory: { ...facts.inventory, pfs } };
});

function placements(
  request: VmRequest,
  facts: HostFacts,
  release: (typeof OPENSTACK_RELEASES)[number],
): readonly Placement[] {
  const placement = placeOnHost(request, compileHost(facts), { release });
  return placement === null ? [] : [placement];
}

describe('on any path that a host can give', () => {
  it('a NIC gets a VF of the kind that serves it', () => {
    fc.assert(
      fc.property(requests, hosts, (request, facts) => {
        const vfs = facts.inventory.pfs.flatMap((pf) => pf.vfs);
        for (const { nics, devices } of placements(request, facts, '2025.1')) {
          for (const { name, path } of nics) {
            const given = vfs.find(({ address }) =>
              devices.some((take) => take.device === name && take.address === address),
            );
            expect(SERVES[path] === undefined || (given !== undefined && SERVES[path](given))).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });

  it('OVS-DPDK can map the guest, and memory backed by files has no page size', () => {
    fc.assert(
      fc.property(requests, hosts, releases, (request, facts, release) => {
        for (const { nics, nova, compute } of placements(request, facts, release)) {
          const statesPages = nova.flavor.extraSpecs['hw:mem_page_size'] !== undefined;
          if (facts.inventory.fileBackedMemory) expect(statesPages).toBe(false);
          else if (nics.some(({ path }) => path === 'vhost_user')) {
            expect(compute.cells.length).toBeGreaterThan(0);
            for (const { pageSizeKib } of compute.cells) expect(pageSizeKib).toBeGreaterThan(BASE_PAGE_KIB);
          }
        }
      }),
      RUNS,
    );
  });

  it('memory that vDPA locks is stated so, with a page size, and none other is', () => {
    fc.assert(
      fc.property(requests, hosts, releases, (request, facts, release) => {
        for (const { nics, nova } of placements(request, facts, release)) {
          const { 'hw:locked_memory': locked, 'hw:mem_page_size': pages } = nova.flavor.extraSpecs;
          if (nics.some(({ path }) => path === 'vdpa')) expect([locked, pages]).toEqual(['true', expect.any(String)]);
          else expect(locked).toBe(request.flavor.extraSpecs['hw:locked_memory']);
          expect(checkExtraSpecs(nova.flavor.extraSpecs, release)).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('hosts of OVS-DPDK give normal ports vhost-user only, and others none', () => {
    fc.assert(
      fc.property(requests, hosts, (request, facts) => {
        const isDpdk = facts.inventory.bridges.some(({ datapath }) => datapath === 'netdev');
        for (const { nics } of placements(request, facts, '2025.1')) {
          const normal = nics.filter(({ vnicType }) => vnicType === 'normal');
          expect(normal.every(({ path }) => (path === 'vhost_user') === isDpdk)).toBe(true);
        }
      }),
      RUNS,
    );
  });
});
