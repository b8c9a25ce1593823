import { NIC_PATH_NAMES, type NicPathName } from '../../io-path';
import type { PathModel } from '../../model/path-model';
import type { InterruptDelivery, NumaLocality } from '../../model/prediction';
import { cores, gbps, mpps, neverFalls, nicInput, p99, rises, within, type Claim, type Ordering } from './ordering';

const FAST = 100_000;
const DELIVERIES: readonly InterruptDelivery[] = ['legacy', 'apicv', 'posted', 'polling'];

function interrupts({ predictNic, predictInterrupts }: PathModel): readonly Claim[] {
  const busy = { path: 'pci_passthrough', linkSpeedMbps: FAST, vcpus: 2, queues: 2 } as const;
  const slow = { path: 'pci_passthrough', linkSpeedMbps: 1000, vcpus: 2 } as const;
  const exits = (delivery: InterruptDelivery): number =>
    predictInterrupts({ delivery, nativePerSecond: 50_000, load: 'bulk', beforeApicv: false }).exitsPerSecond;
  return [
    neverFalls(
      'Gbit/s',
      DELIVERIES.map((each) => [each, gbps(predictNic(nicInput({ ...busy, interrupts: each })))]),
    ),
    neverFalls(
      'Mpps',
      DELIVERIES.map((each) => [each, mpps(predictNic(nicInput({ ...busy, interrupts: each })))]),
    ),
    within(
      'legacy against posted where the line is slow',
      gbps(predictNic(nicInput({ ...slow, interrupts: 'legacy' }))) /
        gbps(predictNic(nicInput({ ...slow, interrupts: 'posted' }))),
      0.999,
      1.001,
    ),
    within('exits/s of legacy against posted', exits('legacy') / exits('posted'), 50, 200),
  ];
}

function coalescing({ predictNic }: PathModel): readonly Claim[] {
  const held = [0, 50, 200];
  return (['vhost_user', 'sriov_vf'] as const).flatMap((path) => {
    const at = (coalescingUs: number, load: object) =>
      predictNic(nicInput({ path, interrupts: 'legacy', linkSpeedMbps: FAST, ...load }, { coalescingUs }));
    const named = (of: (us: number) => number) => held.map((us): [string, number] => [`${us} us`, of(us)]);
    return [
      neverFalls(
        `Mpps, ${path}`,
        named((us) => mpps(at(us, {}))),
      ),
      neverFalls(
        `p99 us, ${path}`,
        named((us) => p99(at(us, {}))),
      ),
      neverFalls(`cores, ${path}`, named((us) => cores(at(us, { bandwidthMbps: 5000 }))).reverse()),
    ];
  });
}

const NEAR_FIRST: readonly NumaLocality[] = ['local', 'unknown', 'remote'];

function locality({ predictNic }: PathModel): readonly Claim[] {
  return NIC_PATH_NAMES.flatMap((path) => {
    const at = (numa: NumaLocality) =>
      predictNic(nicInput({ path, numa, bandwidthMbps: 1000, packetRateKpps: 200, queues: 4 }));
    const named = (of: (numa: NumaLocality) => number) => NEAR_FIRST.map((numa): [string, number] => [numa, of(numa)]);
    return [
      neverFalls(`Gbit/s, ${path}`, named((numa) => gbps(at(numa))).reverse()),
      neverFalls(
        `p99 us, ${path}`,
        named((numa) => p99(at(numa))),
      ),
      neverFalls(
        `cores, ${path}`,
        named((numa) => cores(at(numa))),
      ),
    ];
  });
}

function queues({ predictNic }: PathModel): readonly Claim[] {
  return NIC_PATH_NAMES.flatMap((path) => {
    const rate = (count: number, flows: number | null): number =>
      mpps(predictNic(nicInput({ path, vcpus: 4, queues: count, linkSpeedMbps: FAST }, { flows })));
    return [
      neverFalls(
        `Mpps on 4 vCPUs, ${path}`,
        [1, 2, 3, 4].map((count) => [`${count} queues`, rate(count, null)]),
      ),
      within(`16 queues against 4, ${path}`, rate(16, null) / rate(4, null), 0.999, 1.001),
      within(`4 queues against 1 with one flow, ${path}`, rate(4, 1) / rate(1, 1), 0.999, 1.001),
    ];
  });
}

function neighbours({ predictNic }: PathModel): readonly Claim[] {
  const crowd = [12, 8, 4, 2, 1];
  return NIC_PATH_NAMES.flatMap((path: NicPathName) => {
    const at = (sharers: number) =>
      predictNic(nicInput({ path, sharers, bandwidthMbps: 100 }, { neighboursBusy: true }));
    return [
      neverFalls(
        `Gbit/s each, ${path}`,
        crowd.map((sharers) => [`${sharers} VMs`, gbps(at(sharers))]),
      ),
      neverFalls(
        `p99 us, ${path}`,
        crowd.toReversed().map((sharers) => [`${sharers} VMs`, p99(at(sharers))]),
      ),
    ];
  });
}

function switchFlows({ predictNic }: PathModel): readonly Claim[] {
  const rate = (path: NicPathName, flows: number): number =>
    mpps(
      predictNic(
        nicInput(
          { path, queues: 2, interrupts: 'polling', linkSpeedMbps: FAST },
          { switchFlows: flows, forwards: true },
        ),
      ),
    );
  return [
    rises(
      'Mpps, vhost-user',
      [100_000, 10_000, 1000, 10].map((flows) => [`${flows} flows`, rate('vhost_user', flows)]),
    ),
    within(
      '10 000 flows against 10, hardware offload',
      rate('sriov_vf_switchdev', 10_000) / rate('sriov_vf_switchdev', 10),
      0.999,
      1.001,
    ),
  ];
}

function hostCpu({ predictNic }: PathModel): readonly Claim[] {
  const low = (path: NicPathName): number => cores(predictNic(nicInput({ path, bandwidthMbps: 100, queues: 4 })));
  const high = (path: NicPathName): number =>
    cores(predictNic(nicInput({ path, bandwidthMbps: 1024, packetRateKpps: 2000, queues: 4 })));
  return [
    rises('cores at 100 Mbit/s', [
      ['VF', low('sriov_vf')],
      ['vhost-net', low('vhost_net')],
      ['vhost-user', low('vhost_user')],
    ]),
    rises('cores at 2 Mpps', [
      ['vhost-user', high('vhost_user')],
      ['vhost-net', high('vhost_net')],
    ]),
  ];
}

/** Orderings 6 to 11 and 13: what conditions and load do to a path. */
export const LOAD_ORDERINGS: readonly Ordering[] = [
  { id: '6', check: interrupts },
  { id: '7', check: coalescing },
  { id: '8', check: locality },
  { id: '9', check: queues },
  { id: '10', check: neighbours },
  { id: '11', check: switchFlows },
  { id: '13', check: hostCpu },
];
