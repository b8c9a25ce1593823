import type { CloudServer, ServerMove, ServerTopology } from '@iopath/core';
import type { WireRecord } from '../wire/wire-record';
import { readEmbeddedFlavor } from './flavor.record';

export function readServer(server: WireRecord): CloudServer {
  // A server that boots from a volume has an empty text instead.
  const image = server.isText('image') ? null : server.recordOrNull('image');
  return {
    id: server.text('id'),
    name: server.text('name'),
    projectId: server.text('tenant_id'),
    userId: server.textOrNull('user_id'),
    status: server.text('status'),
    taskState: server.textOrNull('OS-EXT-STS:task_state'),
    host: server.textOrNull('OS-EXT-SRV-ATTR:host'),
    hypervisorHostname: server.textOrNull('OS-EXT-SRV-ATTR:hypervisor_hostname'),
    flavor: readEmbeddedFlavor(server.record('flavor')),
    imageProperties: image?.has('properties') === true ? image.textMap('properties') : null,
    imageId: image?.text('id') ?? null,
    metadata: server.textMap('metadata'),
    faultMessage: server.recordOrNull('fault')?.textOrNull('message') ?? null,
    createdAtMs: server.timeMs('created'),
    updatedAtMs: server.timeMs('updated'),
  };
}

/**
 * Null when there are no cells: a guest without NUMA topology. The cells' fields are told by what the caller may see
 * (nova/api/openstack/compute/server_topology.py).
 */
export function readTopology(topology: WireRecord): ServerTopology | null {
  const nodes = topology.recordsOrNull('nodes') ?? [];
  if (nodes.length === 0) return null;
  return {
    pageSizeKib: topology.numberOrNull('pagesize_kb'),
    cells: nodes.map((node) => ({
      vcpus: node.numbers('vcpu_set'),
      memoryMib: node.number('memory_mb'),
      hostNode: node.numberOrNull('host_node'),
      pinning: node.numberMap('cpu_pinning'),
    })),
  };
}

/** One of `GET /servers/{id}/os-instance-actions` (nova/api/openstack/compute/instance_actions.py). */
export function readServerMove(action: WireRecord): ServerMove {
  return {
    requestId: action.text('request_id'),
    action: action.text('action'),
    startedAtMs: action.timeMs('start_time'),
    message: action.textOrNull('message'),
  };
}
