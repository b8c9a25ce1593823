import { aFlavor, aHostState, anInventory, aNicRequest, aNumaNode, aPf, aVmRequest } from '@iopath/testing';
import type { PhysicalFunction } from '../inventory/inventory';
import type { Placement } from './decision';
import { type ObservedDevice, observedConditions } from './observed-conditions';
import { placeOnHost } from './search/place-on-host';

const cpus = (first: number): number[] => Array.from({ length: 8 }, (_, cpu) => first + cpu);
const hostWith = (pf: Partial<PhysicalFunction>) =>
  aHostState('compute-1', {
    inventory: anInventory({
      numaNodes: [
        aNumaNode({ cpus: cpus(0), distances: [10, 21] }),
        aNumaNode({ id: 1, socket: 1, cpus: cpus(8), distances: [21, 10] }),
      ],
      cpuDedicatedSet: [...cpus(0), ...cpus(8)],
      pfs: [aPf(4, { numaNode: 1, ...pf })],
    }),
  });
const request = aVmRequest({
  flavor: aFlavor({ 'hw:cpu_policy': 'dedicated' }, { vcpus: 2, ramMib: 1_024 }),
  nics: [aNicRequest({ paths: ['sriov_vf'] })],
});
const host = hostWith({});
const placement = placeOnHost(request, host, { release: '2025.1' }) as Placement;
const [take] = placement.devices;

const observed = (parts: Partial<ObservedDevice> = {}): ObservedDevice => ({
  device: take?.device ?? '',
  address: take?.address ?? '',
  pfAddress: take?.pfAddress ?? null,
  vcpus: 2,
  placement,
  compute: placement.compute,
  sharers: 3,
  ...parts,
});

describe('the conditions that a placed device works under', () => {
  it('are path and queues as decided, and the rest as its host has it', () => {
    const pf = host.pfs[0]?.pf;

    expect(observedConditions(observed(), host)).toMatchObject({
      device: 'nic',
      hostName: 'compute-1',
      path: 'sriov_vf',
      queues: placement.nics[0]?.queues,
      linkSpeedMbps: pf?.linkSpeedMbps,
      numa: 'local',
      sharers: 3,
      topology: 'wire',
    });
  });

  it('follow the guest’s cells in the ledger, and are not known where it floats', () => {
    const elsewhere = placement.compute.cells.map((cell) => ({ ...cell, hostNode: 0 }));
    const numaOf = (cells: typeof elsewhere) =>
      observedConditions(observed({ compute: { ...placement.compute, cells } }), host);

    expect(numaOf(elsewhere)).toMatchObject({ numa: 'remote' });
    expect(numaOf([])).toMatchObject({ numa: 'unknown' });
  });

  it.each([
    ['device_gone', observed({ pfAddress: '0000:af:00.0' }), host],
    ['no_device', observed({ device: 'gpu#0' }), host],
    ['link_speed', observed(), hostWith({ linkSpeedMbps: null })],
  ])('are not complete: %s', (gap, device, where) => {
    expect(observedConditions(device, where)).toBe(gap);
  });
});
