import type { CloudNetwork, NetworkSegment } from '@iopath/core';
import type { WireRecord } from '../wire/wire-record';

export function readNetwork(network: WireRecord): CloudNetwork {
  // Several segments stand in a list (extension multi-provider), one beside the other fields (extension provider).
  const segments = network.recordsOrNull('segments') ?? [network];
  return {
    id: network.text('id'),
    name: network.textOrNull('name') ?? '',
    projectId: projectOf(network),
    shared: network.flag('shared', false),
    external: network.flag('router:external', false),
    mtu: network.numberOrNull('mtu'),
    segments: segments.map(readSegment),
  };
}

function readSegment(segment: WireRecord): NetworkSegment {
  return {
    networkType: segment.textOrNull('provider:network_type'),
    physicalNetwork: segment.textOrNull('provider:physical_network'),
    segmentationId: segment.numberOrNull('provider:segmentation_id'),
  };
}

/** Null where it is nobody's: Neutron's own networks have an empty one. */
function projectOf(network: WireRecord): string | null {
  return (network.textOrNull('project_id') ?? network.textOrNull('tenant_id')) || null;
}
