import type { NicPathName } from '../../io-path';
import type { PathModel } from '../../model/path-model';
import { cores, gbps, mpps, neverFalls, nicInput, p99, rises, within, type Claim, type Ordering } from './ordering';

const FAST = 100_000;
const SEVERAL = 4;
const FROM_VHOST_UP: readonly NicPathName[] = [
  'vhost_net',
  'macvtap',
  'vhost_user',
  'vdpa',
  'sriov_vf',
  'pci_passthrough',
];

function smallPackets({ predictNic, parameters }: PathModel, interrupts: 'posted' | 'polling'): readonly Claim[] {
  const rate = (path: NicPathName, queues: number): number =>
    mpps(predictNic(nicInput({ path, queues, interrupts, linkSpeedMbps: FAST })));
  const passthrough = rate('pci_passthrough', SEVERAL);
  const native = passthrough / parameters['pci_passthrough.fraction_of_native'].default;
  return [
    rises(`Mpps of small frames, ${interrupts}`, [
      ['e1000', rate('emulated', 1)],
      ['virtio in user space', rate('virtio', 1)],
      ['vhost-net', rate('vhost_net', 1)],
    ]),
    neverFalls('and with queues', [
      ['vhost-net', rate('vhost_net', 1)],
      [`vhost-net of ${SEVERAL} queues`, rate('vhost_net', SEVERAL)],
    ]),
    rises('of as many queues', [
      ['vhost-net', rate('vhost_net', SEVERAL)],
      ['vhost-user', rate('vhost_user', SEVERAL)],
      ['vDPA', rate('vdpa', SEVERAL)],
    ]),
    neverFalls('of hardware', [
      ['vDPA', rate('vdpa', SEVERAL)],
      ['VF', rate('sriov_vf', SEVERAL)],
      ['passthrough', passthrough],
      ['native', native],
    ]),
  ];
}

function latency({ predictNic }: PathModel): readonly Claim[] {
  const of = (path: NicPathName): number => p99(predictNic(nicInput({ path })));
  return [
    rises('p99 us', [
      ['VF', of('sriov_vf')],
      ['vhost-user', of('vhost_user')],
      ['vhost-net', of('vhost_net')],
      ['virtio in user space', of('virtio')],
      ['e1000', of('emulated')],
    ]),
    neverFalls('hardware, p99 us', [
      ['passthrough', of('pci_passthrough')],
      ['VF', of('sriov_vf')],
      ['vDPA', of('vdpa')],
    ]),
  ];
}

/** TCP payload of a 10 GbE line at MTU 1500. */
const LINE_GBPS = 9.415;

function bulkAtTenGbe({ predictNic }: PathModel): readonly Claim[] {
  const ten = { linkSpeedMbps: 10_000, vcpus: 4 };
  const loaded = { ...ten, bandwidthMbps: 8000 };
  return [
    ...FROM_VHOST_UP.map((path) =>
      within(`share of 10 GbE, ${path}`, gbps(predictNic(nicInput({ ...ten, path }))) / LINE_GBPS, 0.9, 1.001),
    ),
    rises('cores at 8 Gbit/s', [
      ['VF', cores(predictNic(nicInput({ ...loaded, path: 'sriov_vf' })))],
      ['vhost-net', cores(predictNic(nicInput({ ...loaded, path: 'vhost_net' })))],
    ]),
    neverFalls('Gbit/s of bulk at 25 GbE, vhost-user without segmentation', [
      ['vhost-user', gbps(predictNic(nicInput({ path: 'vhost_user' })))],
      ['vhost-net', gbps(predictNic(nicInput({ path: 'vhost_net' })))],
    ]),
  ];
}

function shareByLinkSpeed({ predictNic }: PathModel): readonly Claim[] {
  const share = (path: NicPathName, linkSpeedMbps: number, queues: number): number =>
    gbps(predictNic(nicInput({ path, linkSpeedMbps, queues }))) / (linkSpeedMbps / 1000);
  return [
    rises('share of the line, vhost-net', [
      ['100 GbE', share('vhost_net', 100_000, 1)],
      ['25 GbE', share('vhost_net', 25_000, 1)],
      ['10 GbE', share('vhost_net', 10_000, 1)],
    ]),
    within('a VF at 100 against 10 GbE', share('sriov_vf', 100_000, 8) / share('sriov_vf', 10_000, 8), 0.97, 1.03),
  ];
}

function shareByFrame({ predictNic }: PathModel): readonly Claim[] {
  const share = (bytes: number): number => {
    const load = { bandwidthMbps: (bytes * 8) / 1000, packetRateKpps: 1 };
    const rate = mpps(predictNic(nicInput({ linkSpeedMbps: 10_000, interrupts: 'polling', ...load })));
    return (rate * 8 * (bytes + 20)) / 10_000;
  };
  return [
    rises('share of 10 GbE, vhost-net with a guest that polls', [
      ['64 B', share(64)],
      ['256 B', share(256)],
      ['1024 B', share(1024)],
    ]),
    within('64 B', share(64), 0.08, 0.15),
    within('256 B', share(256), 0.25, 0.42),
    within('1024 B', share(1024), 0.9, 1.001),
  ];
}

/** Orderings 1 to 5: which path is faster, and when it stops to matter. */
export const PATH_ORDERINGS: readonly Ordering[] = [
  { id: '1', check: (model) => [...smallPackets(model, 'posted'), ...smallPackets(model, 'polling')] },
  { id: '2', check: latency },
  { id: '3', check: bulkAtTenGbe },
  { id: '4', check: shareByLinkSpeed },
  { id: '5', check: shareByFrame },
];
