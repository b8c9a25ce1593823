import { guestTopologyOf, type GuestBlueprint, type GuestTopology } from '@iopath/core';
import { create } from 'xmlbuilder2';
import type { RenderArtifact } from '../artifact';
import { oneLine } from '../one-line';
import { type Element, element } from './element';
import { diskElements } from './disks';
import { nicElements } from './nics';
import { tuningElements } from './tuning';

/** What XML 1.0 has no way to say, not even escaped, is left out. */
const OPTIONS = { version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '' } as const;

/**
 * The domain of the first VM on its host, as Nova's libvirt driver would define it (`nova/virt/libvirt/driver.py
 * _get_guest_config`): CPUs, memory and devices as they were predicted. What only exists once the VM does (MAC addresses,
 * names of taps, the id of the server) is not in it.
 */
export const domainXml: RenderArtifact = ({ recommendationId, guests: [guest] }) => {
  if (guest === undefined) throw new Error('An artifact needs a VM.');
  const document = create(OPTIONS);
  write(document, domain(guest));
  return {
    fileName: `iopath-${recommendationId}-${guest.member}.xml`,
    contentType: 'application/xml; charset=utf-8',
    text: `${document.end({ prettyPrint: true })}\n`,
  };
};

type Builder = ReturnType<typeof create>;

function write(parent: Builder, { name, attributes, children }: Element): void {
  const built = parent.ele(
    name,
    Object.fromEntries(Object.entries(attributes).map(([key, text]) => [key, escaped(text)])),
  );
  for (const child of children) {
    if (typeof child === 'string') built.txt(escaped(child));
    else write(built, child);
  }
}

/** The library leaves alone what looks like a reference: `&#0;` would stay one, and `&amp;` would be read as `&`. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;');
}

function domain(guest: GuestBlueprint): Element {
  const { flavor, image, neededProperties, recommendationId, member } = guest;
  const planned = { ...image, properties: { ...image.properties, ...neededProperties } };
  const result = guestTopologyOf(flavor, planned);
  const topology = result.ok ? result.topology : null;
  const tuning = tuningElements(guest, topology);
  return element('domain', { type: 'kvm' }, [
    // Nova's own would be `instance-` and a number.
    element('name', {}, [`iopath-${recommendationId}-${member}`]),
    element('title', {}, [oneLine(guest.serverName) || 'unnamed']),
    element('description', {}, [`On ${oneLine(guest.hostName)}, as recommended`]),
    element('memory', { unit: 'KiB' }, [String(flavor.ramMib * 1024)]),
    ...tuning.memoryBacking,
    element('vcpu', { placement: 'static' }, [String(flavor.vcpus)]),
    ...tuning.cpuTune,
    ...tuning.numaTune,
    element('os', {}, [element('type', {}, ['hvm']), element('boot', { dev: 'hd' })]),
    element('features', {}, [element('acpi'), element('apic')]),
    cpu(guest, topology),
    element('devices', {}, [...diskElements(guest), ...nicElements(guest, result.ok && result.vifMultiqueue)]),
  ]);
}

/** One socket a vCPU is Nova's topology where flavor and image ask for none (`nova/virt/hardware.py`). */
function cpu({ flavor, placement }: GuestBlueprint, topology: GuestTopology | null): Element {
  const sharesMemory = placement.nics.some(({ path }) => path === 'vhost_user');
  const cells = (topology?.cells ?? []).map(({ id, sharedVcpus, dedicatedVcpus, memoryMib }) =>
    element('cell', {
      id: String(id),
      cpus: [...sharedVcpus, ...dedicatedVcpus].sort((a, b) => a - b).join(','),
      memory: String(memoryMib * 1024),
      unit: 'KiB',
      ...(sharesMemory ? { memAccess: 'shared' } : {}),
    }),
  );
  return element('cpu', { mode: 'host-model', match: 'exact' }, [
    element('topology', { sockets: String(flavor.vcpus), cores: '1', threads: '1' }),
    ...(cells.length === 0 ? [] : [element('numa', {}, cells)]),
  ]);
}
