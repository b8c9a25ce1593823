import {
  aHostClaim,
  aHostState,
  anInventory,
  aNicRequest,
  aNumaNode,
  aPf,
  aVfClaim,
  aVmRequest,
} from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { Inventory, PhysicalFunction } from '../../inventory/inventory';
import type { NicPathName } from '../../io-path/io-path';
import type { NicModelInput } from '../../io-path/model/prediction';
import type { VmRequest } from '../../request/vm-request';
import { nicPath } from '../../spec-score-inputs';
import { requestContext } from '../request-context';
import { placeOfFloating, scoreNic } from './score-candidate';

const node = (id: number, distances: readonly number[]) => aNumaNode({ id, cpus: [id], distances });
const THREE_NODES = { numaNodes: [node(0, [10, 12, 30]), node(1, [12, 10, 20]), node(2, [30, 20, 10])] };

const SILENT_VFS = aPf(4).vfs.map((vf) => ({ ...vf, queues: null }));
const SILENT_E810 = { vendorId: '8086', productId: '1592', vfs: SILENT_VFS };

interface Given {
  readonly inventory?: Partial<Inventory>;
  readonly pf?: Partial<PhysicalFunction>;
  readonly claims?: readonly HostClaim[];
  readonly request?: Partial<VmRequest>;
  /** Host nodes the guest lies on; left out: it floats. */
  readonly nodes?: readonly number[];
}

/** What the model is asked of a NIC on this path, and how far its device is from the guest. */
function scored(name: NicPathName, { inventory, pf = {}, claims = [], request = {}, nodes }: Given = {}) {
  const host = aHostState('compute-1', { inventory: anInventory({ pfs: [aPf(4, pf)], ...inventory }), claims });
  const context = requestContext(aVmRequest({ nics: [aNicRequest()], ...request }), buildFleet([host]), {
    release: '2025.1',
  });
  const path = nicPath(name);
  const anchor = { topology: null, fit: null, nodes: nodes ?? null, isClaimable: true };
  return scoreNic(0, path, path.takes === 'nothing' ? null : (host.pfs[0] ?? null), anchor, host, context);
}

function asked(name: NicPathName, given: Given = {}): NicModelInput {
  return scored(name, given).asked;
}

function flavor(vcpus: number, multiqueue?: string): Partial<VmRequest> {
  const extraSpecs = multiqueue === undefined ? {} : { 'hw:vif_multiqueue_enabled': multiqueue };
  return { flavor: { ...aVmRequest().flavor, vcpus, extraSpecs } };
}

describe('what the model is asked of a NIC', () => {
  it('is the speed of the PF for a device, and of the fastest uplink of its network for a software path', () => {
    const bridge = (uplinkMbps: number | null, physicalNetwork = 'physnet1') =>
      ({ name: `br${uplinkMbps}`, physicalNetwork, datapath: 'system', uplinkMbps, hwOffload: null }) as const;
    const bridges = [bridge(10_000), bridge(40_000), bridge(null), bridge(100_000, 'physnet2')];

    expect(asked('sriov_vf', { pf: { linkSpeedMbps: 25_000 }, inventory: { bridges } }).linkSpeedMbps).toBe(25_000);
    expect(asked('vhost_net', { inventory: { bridges } }).linkSpeedMbps).toBe(40_000);
    expect(asked('vhost_net', { inventory: { bridges: [bridge(null)] } }).linkSpeedMbps).toBeNull();
  });

  it('is who shares the link: VFs of the PF, or the VMs of the host', () => {
    const claims = [aHostClaim({ devices: [aVfClaim('0000:3b:01.2')] }), aHostClaim(), aHostClaim()];

    expect(asked('sriov_vf', { claims }).sharers).toBe(2);
    expect(asked('vhost_net', { claims }).sharers).toBe(4);
  });

  it.each([
    ['sriov_vf', { apicv: false, postedInterrupts: true }, 'posted'],
    ['sriov_vf', { apicv: true, postedInterrupts: false }, 'apicv'],
    ['sriov_vf', { apicv: false, postedInterrupts: false }, 'legacy'],
    ['sriov_vf', { apicv: true, postedInterrupts: null }, 'unknown'],
    ['vhost_net', { apicv: true, postedInterrupts: false }, 'posted'],
    ['vhost_net', { apicv: false, postedInterrupts: true }, 'legacy'],
    ['vhost_net', { apicv: null, postedInterrupts: true }, 'unknown'],
  ] as const)('is how interrupts reach the guest: on %s with %j %s', (path, flags, interrupts) => {
    expect(asked(path, { inventory: { cpu: { arch: 'x86_64', model: null, ...flags } } }).interrupts).toBe(interrupts);
  });

  it.each<[string, NicPathName, Given, number]>([
    ['one where the flavor forbids several', 'vhost_net', { request: flavor(6, 'false') }, 1],
    ['one for a path that has one', 'emulated', {}, 1],
    ['those of the VF', 'sriov_vf', { request: flavor(64) }, 11],
    ['those usual of the NIC where the VF tells none', 'sriov_vf', { request: flavor(64), pf: SILENT_E810 }, 16],
    ['one where neither VF nor catalogue tells', 'sriov_vf', { request: flavor(64), pf: { vfs: SILENT_VFS } }, 1],
    ['those of the PF', 'pci_passthrough', { request: flavor(64) }, 63],
    ['one a vCPU where it asks for several', 'vhost_net', { request: flavor(6, 'true') }, 6],
  ])('is its queues: %s', (_case, path, given, queues) => {
    expect(asked(path, given).queues).toBe(queues);
  });
});

describe('how far a device is from the guest', () => {
  it.each<[string, Given, string, number | null]>([
    ['on a node of the guest', { nodes: [0, 1], pf: { numaNode: 1 } }, 'local', null],
    ['on another, from the nearest of the guest’s', { nodes: [0, 1], pf: { numaNode: 2 } }, 'remote', 20],
    ['not known for a guest that floats', { pf: { numaNode: 1 } }, 'unknown', null],
    ['not known for a device without a node', { nodes: [0], pf: { numaNode: null } }, 'unknown', null],
  ])('%s', (_case, given, numa, distance) => {
    const { input } = scored('sriov_vf', { inventory: THREE_NODES, ...given });

    expect({ numa: input.numa, distance: input.distance }).toEqual({ numa, distance });
  });

  it('is not told where the host tells no distances', () => {
    const numaNodes = [aNumaNode({ id: 0, cpus: [0], distances: [] }), aNumaNode({ id: 1, cpus: [1], distances: [] })];

    expect(scored('sriov_vf', { inventory: { numaNodes }, nodes: [0], pf: { numaNode: 1 } }).input).toMatchObject({
      numa: 'remote',
      distance: null,
    });
  });

  it('is nothing on a host of one node, whatever floats', () => {
    expect(placeOfFloating(aHostState())).toEqual({ numa: 'local', distance: null });
    expect(scored('vhost_net').input.numa).toBe('local');
    expect(scored('vhost_net', { inventory: THREE_NODES, nodes: [0] }).input.numa).toBe('unknown');
  });
});
