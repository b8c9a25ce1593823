import type { GuestBlueprint, NicPathName } from '@iopath/core';
import { type Element, element } from './element';
import { passedThrough, pciSource } from './pci-source';

/** One NIC of the guest. */
interface Nic {
  readonly number: number;
  /** Of its VF or PF; empty where it has none. */
  readonly address: string;
  readonly queues: number;
}

type InterfaceOf = (nic: Nic) => Element;

/** Interfaces as Nova makes them of a bound port (`nova/virt/libvirt/vif.py`, `designer.py`), by path. */
const INTERFACES: Readonly<Record<NicPathName, InterfaceOf>> = {
  emulated: (nic) => onBridge(nic, 'e1000', null),
  virtio: (nic) => onBridge(nic, 'virtio', 'qemu'),
  vhost_net: (nic) => onBridge(nic, 'virtio', 'vhost'),
  vhost_user: ({ number, queues }) =>
    element('interface', { type: 'vhostuser' }, [
      element('source', { type: 'unix', path: `/var/run/vhost_sockets/port-${number}`, mode: 'server' }),
      element('model', { type: 'virtio' }),
      ...(queues > 1 ? [element('driver', { queues: String(queues) })] : []),
    ]),
  // libvirt knows a macvtap by the name of its VF on the host, which only the host tells.
  macvtap: ({ number }) =>
    element('interface', { type: 'direct' }, [
      element('source', { dev: `vf-of-nic-${number}`, mode: 'passthrough' }),
      element('model', { type: 'virtio' }),
    ]),
  vdpa: ({ number }) =>
    element('interface', { type: 'vdpa' }, [
      element('source', { dev: `/dev/vhost-vdpa-${number - 1}` }),
      element('model', { type: 'virtio' }),
    ]),
  sriov_vf: ({ address }) => ofVf(address),
  sriov_vf_switchdev: ({ address }) => ofVf(address),
  pci_passthrough: ({ address }) => passedThrough(address),
};

export function nicElements({ placement }: GuestBlueprint, multiqueue: boolean): readonly Element[] {
  return placement.nics.map(({ name, path, queues }, index) => {
    const address = placement.devices.find(({ device }) => device === name)?.address ?? '';
    return INTERFACES[path]({ number: index + 1, address, queues: multiqueue ? queues : 1 });
  });
}

/** The bridge of Open vSwitch that Neutron's agents and OVN share. */
function onBridge({ queues }: Nic, model: string, driver: string | null): Element {
  const many = queues > 1 && driver === 'vhost' ? { queues: String(queues) } : {};
  return element('interface', { type: 'bridge' }, [
    element('source', { bridge: 'br-int' }),
    element('virtualport', { type: 'openvswitch' }),
    element('model', { type: model }),
    ...(driver === null ? [] : [element('driver', { name: driver, ...many })]),
  ]);
}

/** The VF, which Nova chooses again inside of its pool. */
function ofVf(address: string): Element {
  return element('interface', { type: 'hostdev', managed: 'yes' }, [pciSource(address)]);
}
