import { type NicFamily } from '../nic-family';

const BROADCOM = {
  vendor: 'Broadcom',
  vendorId: '14e4',
  vfQueues: { defaultPairs: null, maxPairs: null, byVfCount: [], byVectors: [] },
  vfRoutings: [],
} as const satisfies Partial<NicFamily>;

const IN_NVM: NicFamily['vfLimit'] = { kind: 'firmware', setting: 'number of VFs in the NVM', factoryDefault: null };

export const BROADCOM_FAMILIES: readonly NicFamily[] = [
  {
    ...BROADCOM,
    name: 'bcm-574xx',
    title: 'BCM57412, 57414, 57416, 57417 (NetXtreme-E)',
    pfProductIds: ['16d6', '16d7', '16d8', '16d9', '16e2', '16e3'],
    vfProductIds: ['16dc'],
    pfDriver: 'bnxt_en',
    vfDriver: 'bnxt_en',
    linkSpeedsMbps: [10_000, 25_000],
    vfLimit: IN_NVM,
    features: { trustedVf: 'by_firmware', switchdev: true, vdpa: false },
    unconfirmed: ['vf_limit', 'vf_queues'],
    sources: ['pci_ids', 'sriov_operator', 'dpdk_ids', 'linux_trust', 'linux_eswitch', 'live_totals'],
    note: 'The machines seen had SR-IOV switched off in the card. Rings are divided among VFs by its firmware.',
  },
  {
    ...BROADCOM,
    name: 'bcm-575xx',
    title: 'BCM57502, 57504, 57508 (Thor)',
    pfProductIds: ['1750', '1751', '1752'],
    vfProductIds: ['1806', '1808'],
    pfDriver: 'bnxt_en',
    vfDriver: 'bnxt_en',
    linkSpeedsMbps: [25_000, 50_000, 100_000, 200_000],
    vfLimit: IN_NVM,
    features: { trustedVf: 'by_firmware', switchdev: true, vdpa: false },
    unconfirmed: ['vf_limit', 'vf_queues'],
    sources: ['pci_ids', 'sriov_operator', 'dpdk_ids', 'linux_trust', 'linux_eswitch'],
    note: 'VFs 1807 and 1809 are those for RDMA.',
  },
  {
    ...BROADCOM,
    name: 'bcm-578xx',
    title: 'BCM57800, 57810, 57840 (NetXtreme II)',
    pfProductIds: ['168a', '168e', '16a1'],
    vfProductIds: ['16a9', '16ad', '16af'],
    pfDriver: 'bnx2x',
    vfDriver: 'bnx2x',
    linkSpeedsMbps: [1_000, 10_000],
    vfLimit: { kind: 'seen', perPf: 64 },
    features: { trustedVf: null, switchdev: false, vdpa: false },
    unconfirmed: ['vf_limit', 'vf_queues', 'features'],
    sources: ['pci_ids', 'hearsay'],
    note: null,
  },
];
