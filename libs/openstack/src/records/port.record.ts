import type { CloudPort } from '@iopath/core';
import type { WireRecord } from '../wire/wire-record';

export function readPort(port: WireRecord): CloudPort {
  const profile = port.recordOrNull('binding:profile');
  return {
    id: port.text('id'),
    name: port.textOrNull('name') ?? '',
    projectId: port.textOrNull('project_id') ?? port.textOrNull('tenant_id') ?? '',
    networkId: port.text('network_id'),
    deviceId: port.textOrNull('device_id') ?? '',
    deviceOwner: port.textOrNull('device_owner') ?? '',
    hostId: port.textOrNull('binding:host_id') || null,
    vnicType: port.textOrNull('binding:vnic_type') ?? 'normal',
    pciSlot: profile?.textOrNull('pci_slot') ?? null,
    bindingProfile: port.object('binding:profile'),
    vifType: port.textOrNull('binding:vif_type'),
    physicalNetwork: profile?.textOrNull('physical_network') ?? null,
    status: port.text('status'),
    updatedAtMs: port.timeMsOrNull('updated_at'),
  };
}
