import { aFlavor, aHostState, anInventory, aNicRequest, aNumaNode, aPf, aVmRequest } from '@iopath/testing';
import { predictPlaced } from './predict-placed';
import { placeOnHost } from './search/place-on-host';

const POLICY = { release: '2025.1' } as const;
const cpus = (first: number): number[] => Array.from({ length: 8 }, (_, cpu) => first + cpu);
const host = aHostState('compute-1', {
  inventory: anInventory({
    numaNodes: [
      aNumaNode({ cpus: cpus(0), distances: [10, 21] }),
      aNumaNode({ id: 1, socket: 1, cpus: cpus(8), distances: [21, 10] }),
    ],
    cpuDedicatedSet: [...cpus(0), ...cpus(8)],
    pfs: [aPf(4, { numaNode: 1 })],
  }),
});
const request = aVmRequest({
  flavor: aFlavor({ 'hw:cpu_policy': 'dedicated' }, { vcpus: 2, ramMib: 1_024 }),
  nics: [aNicRequest({ paths: ['sriov_vf'] })],
});

describe('the prediction for a place that is settled', () => {
  it('is the one that advice gives of the same place', () => {
    const placement = placeOnHost(request, host, POLICY);
    const nodes = placement?.compute.cells.map(({ hostNode }) => hostNode) ?? null;

    expect(nodes).toEqual([1]);
    const [predicted] = predictPlaced(request, [{ path: 'sriov_vf', pfAddress: '0000:3b:00.0' }], nodes, host, POLICY);
    expect(predicted).toEqual(placement?.nics[0]?.predicted);
  });

  it('is worse for a VF of another node than the guest’s', () => {
    const p99 = (nodes: readonly number[]) =>
      predictPlaced(request, [{ path: 'sriov_vf', pfAddress: '0000:3b:00.0' }], nodes, host, POLICY)[0]?.latencyUs?.p99;

    expect(p99([0])).toBeGreaterThan(p99([1]) ?? NaN);
  });

  it('is refused for a device that is not there', () => {
    const elsewhere = [{ path: 'sriov_vf', pfAddress: '0000:af:00.0' }] as const;

    expect(() => predictPlaced(request, elsewhere, [0], host, POLICY)).toThrow('no sriov_vf on 0000:af:00.0');
  });
});
