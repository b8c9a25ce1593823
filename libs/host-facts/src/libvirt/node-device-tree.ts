import type { SourceNotes } from '../notes/source-notes';
import { decimal } from '../pci/written-numbers';
import { attribute, childNamed, childrenNamed, childText } from '../xml/xml-element';
import { type NodeDevice, type PciNodeDevice, pciNodeDevice } from './node-device';

/** An interface of the host on a PCI function. */
export interface HostInterface {
  readonly name: string;
  readonly linkSpeedMbps: number | null;
  readonly linkState: 'up' | 'down' | null;
  readonly isSwitchdev: boolean;
}

const MAX_ANCESTORS = 32;

/** The node devices of a dump by what they hang on. Their order says nothing: `virsh nodedev-list` sorts by name. */
export class NodeDeviceTree {
  /** Every PCI function once, by address. */
  readonly pci: ReadonlyMap<string, PciNodeDevice>;
  /** Whether the root of libvirt's tree is there: then the dump is of all devices. */
  readonly isWhole: boolean;
  private readonly byName: ReadonlyMap<string, NodeDevice>;
  private readonly addressByName: ReadonlyMap<string, string>;
  private readonly interfaces = new Map<string, HostInterface[]>();
  private readonly vdpaNames = new Map<string, string>();

  constructor(devices: readonly NodeDevice[], notes: SourceNotes) {
    const byName = new Map<string, NodeDevice>();
    const pci = new Map<string, PciNodeDevice>();
    for (const device of devices) {
      if (byName.has(device.name)) continue;
      byName.set(device.name, device);
      if (device.type !== 'pci') continue;
      const described = pciNodeDevice(device);
      if (described === null) notes.warn(`${device.name} has no address that can be one; it is left out.`);
      else if (!pci.has(described.address)) pci.set(described.address, described);
    }
    this.byName = byName;
    this.pci = pci;
    this.addressByName = new Map([...pci.values()].map(({ name, address }) => [name, address]));
    this.isWhole = devices.some(({ type }) => type === 'system');
    for (const device of byName.values()) this.hang(device);
  }

  /** Interfaces of a function: several where it has several ports, or representors beside its own. */
  interfacesOf(address: string): readonly HostInterface[] {
    return this.interfaces.get(address) ?? [];
  }

  vdpaDeviceOn(address: string): string | null {
    return this.vdpaNames.get(address) ?? null;
  }

  /** Domain and bus of the PCIe root that a function is under: out of its path, or of the topmost function above it. */
  pcieRootOf(device: PciNodeDevice): string | null {
    const root = /^\/sys\/devices\/(?:[^/]{1,64}\/){0,8}pci([0-9a-f]{4,8}:[0-9a-f]{2})\//.exec(device.path ?? '')?.[1];
    if (root !== undefined) return root;
    let top: NodeDevice = device;
    for (let i = 0; i < MAX_ANCESTORS; i++) {
      if (top.parent === 'computer') return this.addressByName.get(top.name)?.split(':').slice(0, 2).join(':') ?? null;
      const parent = this.byName.get(top.parent ?? '');
      if (parent === undefined) return null;
      top = parent;
    }
    return null;
  }

  private hang(device: NodeDevice): void {
    if (device.type !== 'net' && device.type !== 'vdpa') return;
    const address = this.functionOf(device);
    if (address === null) return;
    if (device.type === 'vdpa') {
      this.vdpaNames.set(address, device.name.replace(/^vdpa_/, ''));
      return;
    }
    const name = childText(device.capability, 'interface');
    if (name === null) return;
    const known = this.interfaces.get(address);
    const itself = hostInterface(device, name);
    if (known === undefined) this.interfaces.set(address, [itself]);
    else known.push(itself);
  }

  /** The nearest PCI function above. A USB adapter is no part of the controller that it is plugged into. */
  private functionOf({ parent }: NodeDevice): string | null {
    let name = parent;
    for (let i = 0; i < MAX_ANCESTORS && name !== null; i++) {
      const address = this.addressByName.get(name);
      if (address !== undefined) return address;
      if (name.startsWith('usb')) return null;
      name = this.byName.get(name)?.parent ?? null;
    }
    return null;
  }
}

function hostInterface({ capability }: NodeDevice, name: string): HostInterface {
  const link = childNamed(capability, 'link');
  const state = attribute(link, 'state');
  const linkState = state === 'up' ? 'up' : state === 'down' || state === 'lowerlayerdown' ? 'down' : null;
  return {
    name,
    linkState,
    linkSpeedMbps: decimal(attribute(link, 'speed')),
    isSwitchdev: childrenNamed(capability, 'feature').some((feature) => attribute(feature, 'name') === 'switchdev'),
  };
}
