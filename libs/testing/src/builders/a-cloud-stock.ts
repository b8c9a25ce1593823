import type { CloudFlavor, CloudImage, CloudNetwork, CloudStock } from '@iopath/core';

export function aCloudFlavor(changes: Partial<CloudFlavor> = {}): CloudFlavor {
  return {
    id: 'f-1',
    name: 'm1.small',
    description: null,
    vcpus: 2,
    ramMib: 2048,
    diskGib: 20,
    ephemeralGib: 0,
    swapMib: 0,
    isPublic: true,
    isDisabled: false,
    extraSpecs: {},
    ...changes,
  };
}

export function aCloudImage(changes: Partial<CloudImage> = {}): CloudImage {
  return {
    id: 'aaaaaaaa-0000-4000-8000-000000000001',
    name: 'ubuntu',
    status: 'active',
    visibility: 'public',
    minDiskGib: 0,
    minRamMib: 0,
    properties: {},
    ...changes,
  };
}

/** A shared network on `physnet1`. */
export function aCloudNetwork(
  changes: Partial<CloudNetwork> = {},
  physicalNetwork: string | null = 'physnet1',
): CloudNetwork {
  return {
    id: 'bbbbbbbb-0000-4000-8000-000000000001',
    name: 'data-net',
    projectId: 'admin',
    shared: true,
    external: false,
    mtu: 1500,
    segments: [{ networkType: physicalNetwork === null ? 'vxlan' : 'vlan', physicalNetwork, segmentationId: 101 }],
    ...changes,
  };
}

/** One image, one network on `physnet1`, no flavor, and the extensions that ports of today's Neutron have. */
export function aCloudStock(changes: Partial<CloudStock> = {}): CloudStock {
  return {
    image: aCloudImage(),
    flavors: [],
    networks: [aCloudNetwork()],
    extensions: ['binding', 'port-security', 'port-numa-affinity-policy'],
    ...changes,
  };
}
