import type { ComputeService, HostAggregate, Hypervisor } from '@iopath/core';
import type { WireRecord } from '../wire/wire-record';

const STATUSES = ['enabled', 'disabled'] as const;
const STATES = ['up', 'down'] as const;

export function readComputeService(service: WireRecord): ComputeService {
  return {
    id: service.text('id'),
    host: service.text('host'),
    zone: service.textOrNull('zone'),
    status: service.oneOf('status', STATUSES),
    state: service.oneOf('state', STATES),
    disabledReason: service.textOrNull('disabled_reason'),
    updatedAtMs: service.timeMsOrNull('updated_at'),
  };
}

export function readHypervisor(hypervisor: WireRecord): Hypervisor {
  return {
    id: hypervisor.text('id'),
    hostname: hypervisor.text('hypervisor_hostname'),
    host: hypervisor.record('service').text('host'),
    type: hypervisor.textOrNull('hypervisor_type'),
    version: hypervisor.numberOrNull('hypervisor_version'),
    state: hypervisor.oneOf('state', STATES),
    status: hypervisor.oneOf('status', STATUSES),
  };
}

export function readAggregate(aggregate: WireRecord): HostAggregate {
  return {
    uuid: aggregate.text('uuid'),
    name: aggregate.text('name'),
    availabilityZone: aggregate.textOrNull('availability_zone'),
    hosts: aggregate.texts('hosts'),
    metadata: aggregate.textMap('metadata'),
  };
}
