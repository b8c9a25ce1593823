import { cloudFinding, type DriftFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';
import { deviceUsers } from './device-users';
import { pciProviders } from './pci-providers';

/** PFs in use beside their VFs, and devices that are of one kind here and of another there. */
export function pfAndVfConfused(host: ComparedHost): readonly DriftFinding[] {
  return [...wholeBesideParts(host), ...portOfAnotherKind(host), ...placementOfAnotherKind(host)];
}

/** Giving the PF to a guest destroys its VFs, so one of the two servers has no device (`nova/objects/pci_device.py`). */
function wholeBesideParts(host: ComparedHost): readonly DriftFinding[] {
  const users = deviceUsers(host);
  const parts = new Map<string, string[]>();
  const note = (address: string, holder: string) => {
    const parent = host.devices.get(address)?.parent ?? null;
    if (parent !== null) parts.set(parent, [...(parts.get(parent) ?? []), `${address} by ${holder}`]);
  };
  for (const { address, server } of users) note(address, `server ${server.id}`);
  for (const { devices, reservationId } of host.holds) {
    for (const { address } of devices) {
      if (!users.some((user) => user.address === address)) note(address, `reservation ${reservationId}`);
    }
  }
  return users.flatMap(({ address, server, port }) => {
    const held = parts.get(address) ?? [];
    if (held.length === 0) return [];
    const detail = `Server ${server.id} has PF ${address} as a whole; of its VFs are held: ${held.join(', ')}.`;
    const commands = [
      `openstack server remove port ${server.id} ${port.id}`,
      `ssh ${host.hostName} cat ${vfCount(address)}`,
    ];
    return [cloudFinding('pf_and_vf_confused', host.hostName, { kind: 'device', id: address }, { detail, commands })];
  });
}

/** `direct-physical` gives a PF, and every other type of port that has a device a VF (`neutron_lib/api/definitions/portbindings.py`). */
function portOfAnotherKind(host: ComparedHost): readonly DriftFinding[] {
  return deviceUsers(host).flatMap(({ address, port }) => {
    const kind = host.devices.get(address)?.kind;
    const asked = port.vnicType === 'direct-physical' ? 'pf' : 'vf';
    // A plain PCI device may serve a `direct` port of its physical network (`nova/pci/request.py` names no type for it).
    if (kind === undefined || kind === 'pci' || kind === asked) return [];
    const detail = `Port ${port.id} is ${port.vnicType} and has ${address}, which is a ${kind.toUpperCase()} in the inventory.`;
    const subject = { kind: 'port', id: port.id } as const;
    const commands = [
      `ssh ${host.hostName} ls -l /sys/bus/pci/devices/${address}/physfn`,
      `ssh ${host.hostName} cat ${vfCount(address)}`,
    ];
    return [cloudFinding('pf_and_vf_confused', host.hostName, subject, { detail, commands })];
  });
}

/** One provider a PF: its total is the number of VFs, and 1 for a PF that is offered as a whole (`nova/compute/pci_placement_translator.py`). */
function placementOfAnotherKind(host: ComparedHost): readonly DriftFinding[] {
  return pciProviders(host).flatMap(({ address, resourceClass, provider }) => {
    const pf = host.inventory?.pfs.find((each) => each.address === address);
    const vf = pf?.vfs[0];
    if (pf === undefined || vf === undefined || pf.productId === vf.productId) return [];
    if (resourceClass !== `CUSTOM_PCI_${pf.vendorId}_${pf.productId}`.toUpperCase()) return [];
    const detail = `Placement offers PF ${address} as a whole (${resourceClass}); the inventory has ${pf.vfs.length} VFs on it.`;
    const subject = { kind: 'provider', id: provider.uuid } as const;
    const commands = [
      `openstack resource provider inventory list ${provider.uuid}`,
      `ssh ${host.hostName} cat ${vfCount(address)}`,
      `ssh ${host.hostName} systemctl restart nova-compute`,
    ];
    return [cloudFinding('pf_and_vf_confused', host.hostName, subject, { detail, commands })];
  });
}

function vfCount(address: string): string {
  return `/sys/bus/pci/devices/${address}/sriov_numvfs`;
}
