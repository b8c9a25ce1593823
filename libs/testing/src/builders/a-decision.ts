import type { DeviceTake, Explanation, NoValidHostDecision, Placement, ReadyDecision } from '@iopath/core';

const NOTHING_FOUND = {
  modelVersion: 'test',
  profile: { name: 'balanced', version: 1 },
  fleetDigest: 'test',
  inputHash: 'test',
} as const;

export const noExplanation: Explanation = {
  waterfall: [],
  rejections: [],
  refusals: [],
  hostLists: [],
  pathLists: [],
  hosts: [],
  hostListOf: [],
  pathListOf: [],
};

export function aReadyDecision(members: readonly Placement[]): ReadyDecision {
  return { status: 'ready', ...NOTHING_FOUND, members, alternatives: [] };
}

export function noValidHost(): NoValidHostDecision {
  return { status: 'no_valid_host', ...NOTHING_FOUND, rejections: [], relaxations: [] };
}

/** A VM of 2 vCPUs on this host, with these devices; its NIC takes a VF when there is one. */
export function aPlacement(hostName: string, hostVersion: number, devices: readonly DeviceTake[] = []): Placement {
  const amount = { value: 1, interval: [1, 1] } as const;
  const predicted = {
    latencyUs: null,
    hostCores: amount,
    overloaded: false,
    evidence: [],
    extrapolated: false,
    assumed: [],
  };
  return {
    hostName,
    hostVersion,
    score: 1,
    hostTerms: [],
    nics: [
      {
        name: 'data',
        path: devices.length > 0 ? 'sriov_vf' : 'vhost_net',
        vnicType: devices.length > 0 ? 'direct' : 'normal',
        numaNode: 0,
        queues: 2,
        score: { total: 1, terms: [] },
        predicted: { ...predicted, throughputMbps: amount, packetRateKpps: amount },
      },
    ],
    disks: [
      {
        name: 'root',
        path: 'virtio_blk',
        numaNode: null,
        score: { total: 1, terms: [] },
        predicted: { ...predicted, iops: amount, throughputMibps: amount },
      },
    ],
    migration: { live: true, mechanism: 'transparent', conditions: [], candidateTargets: 0 },
    compute: { vcpus: 2, pcpus: 0, memoryMib: 2048, diskGib: 20, cells: [] },
    devices,
    nova: {
      flavor: { name: 'iopath-test', vcpus: 2, ramMib: 2048, diskGib: 20, extraSpecs: {} },
      imageProperties: {},
      blockDeviceMapping: [],
      server: { host: hostName, availabilityZone: null },
    },
    ports: [],
    hostTuning: [],
    operatorPrerequisites: [],
    facts: { observedAtMs: null, assumed: [] },
  };
}

export function aVfTake(address: string, pfAddress = '0000:3b:00.0'): DeviceTake {
  return {
    kind: 'vf',
    address,
    pfAddress,
    bandwidthMbps: 0,
    packetRateKpps: 0,
    device: 'data',
    numaNode: 0,
    physicalNetwork: 'physnet1',
  };
}
