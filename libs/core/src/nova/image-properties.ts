import type { Fault } from '../fault';
import { lenientBoolean, pythonInt } from './python-values';
import { imagePropertyPointer } from './nova-refusal';

/** How Nova reads one image property (`nova/objects/image_meta.py ImageMetaProps`). */
type PropertyKind =
  | { readonly kind: 'integer' }
  | { readonly kind: 'boolean' }
  | {
      readonly kind: 'enum';
      readonly values: readonly string[];
      /** Nova lowers the text before it compares. */
      readonly lowered: boolean;
      /** Older spellings that Nova still understands. */
      readonly aliases: Readonly<Record<string, string>>;
    };

const INTEGER: PropertyKind = { kind: 'integer' };
const BOOLEAN: PropertyKind = { kind: 'boolean' };

function oneOf(...values: readonly string[]): PropertyKind {
  return { kind: 'enum', values, lowered: false, aliases: {} };
}

function oneOfLowered(values: readonly string[], aliases: Readonly<Record<string, string>> = {}): PropertyKind {
  return { kind: 'enum', values, lowered: true, aliases };
}

const DISK_BUS = oneOf('fdc', 'ide', 'sata', 'scsi', 'usb', 'virtio', 'xen', 'lxc', 'uml');

const ARCHITECTURES = (
  'alpha armv6 armv7l armv7b aarch64 cris i686 ia64 lm32 m68k microblaze microblazeel mips mipsel mips64 mips64el ' +
  'openrisc parisc parisc64 ppc ppcle ppc64 ppc64le ppcemb s390 s390x sh4 sh4eb sparc sparc64 unicore32 x86_64 ' +
  'xtensa xtensaeb'
).split(' ');

const ARCHITECTURE = oneOfLowered(ARCHITECTURES, {
  i386: 'i686',
  i486: 'i686',
  i586: 'i686',
  x86_32: 'i686',
  x86_32p: 'i686',
  amd64: 'x86_64',
});

/**
 * `igb` came with 2025.1; an older Nova refuses the image at boot. It is listed because an image is made for
 * more than one cloud, and the release's own check is the caller's.
 */
const VIF_MODEL = oneOfLowered(
  'virtio ne2k_pci pcnet rtl8139 e1000 e1000e igb netfront spapr-vlan lan9118 sriov vmxnet vmxnet3'.split(' '),
  {
    virtuale1000: 'e1000',
    virtuale1000e: 'e1000e',
    virtualpcnet32: 'pcnet',
    virtualsriovethernetcard: 'sriov',
    virtualvmxnet: 'vmxnet',
    virtualvmxnet3: 'vmxnet3',
  },
);

const SCSI_MODEL = oneOfLowered(
  ['buslogic', 'ibmvscsi', 'lsilogic', 'lsisas1068', 'lsisas1078', 'virtio-scsi', 'vmpvscsi'],
  { lsilogicsas: 'lsisas1068', paravirtual: 'vmpvscsi' },
);

/** The properties whose values Nova checks; any other may hold any text. */
const PROPERTIES: Readonly<Record<string, PropertyKind>> = {
  hw_architecture: ARCHITECTURE,
  hw_boot_menu: BOOLEAN,
  hw_cdrom_bus: DISK_BUS,
  hw_cpu_cores: INTEGER,
  hw_cpu_max_cores: INTEGER,
  hw_cpu_max_sockets: INTEGER,
  hw_cpu_max_threads: INTEGER,
  hw_cpu_policy: oneOf('dedicated', 'shared', 'mixed'),
  hw_cpu_sockets: INTEGER,
  hw_cpu_thread_policy: oneOf('prefer', 'isolate', 'require'),
  hw_cpu_threads: INTEGER,
  hw_disk_bus: DISK_BUS,
  hw_emulation_architecture: ARCHITECTURE,
  hw_ephemeral_encryption: BOOLEAN,
  hw_ephemeral_encryption_format: oneOf('plain', 'luks', 'luksv2'),
  hw_firmware_type: oneOf('uefi', 'bios'),
  hw_floppy_bus: DISK_BUS,
  hw_input_bus: oneOf('usb', 'virtio'),
  hw_locked_memory: BOOLEAN,
  hw_mem_encryption: BOOLEAN,
  hw_numa_nodes: INTEGER,
  hw_pci_numa_affinity_policy: oneOf('required', 'legacy', 'preferred', 'socket'),
  hw_pmu: BOOLEAN,
  hw_pointer_model: oneOf('usbtablet'),
  hw_qemu_guest_agent: BOOLEAN,
  hw_rescue_bus: DISK_BUS,
  hw_rescue_device: oneOf('cdrom', 'disk', 'floppy', 'fs', 'lun'),
  hw_rng_model: oneOf('virtio'),
  hw_scsi_model: SCSI_MODEL,
  hw_serial_port_count: INTEGER,
  hw_time_hpet: BOOLEAN,
  hw_tpm_model: oneOf('tpm-tis', 'tpm-crb'),
  hw_tpm_version: oneOf('1.2', '2.0'),
  hw_video_model: oneOf('cirrus', 'qxl', 'vga', 'vmvga', 'xen', 'virtio', 'gop', 'none', 'bochs'),
  hw_video_ram: INTEGER,
  hw_vif_model: VIF_MODEL,
  hw_vif_multiqueue_enabled: BOOLEAN,
  hw_viommu_model: oneOf('intel', 'smmuv3', 'virtio', 'auto'),
  hw_virtio_packed_ring: BOOLEAN,
  hw_vm_mode: oneOfLowered(['hvm', 'xen', 'uml', 'exe'], { pv: 'xen', hv: 'hvm', baremetal: 'hvm' }),
  hw_watchdog_action: oneOf('none', 'pause', 'poweroff', 'reset', 'disabled'),
  img_config_drive: oneOf('optional', 'mandatory'),
  img_hide_hypervisor_id: BOOLEAN,
  os_require_quiesce: BOOLEAN,
  os_secure_boot: oneOf('required', 'disabled', 'optional'),
  os_type: oneOfLowered(['linux', 'windows']),
};

/** What Nova makes of a property's text. */
export type PropertyValue =
  { readonly ok: true; readonly value: string | number | boolean } | { readonly ok: false; readonly wanted: string };

/**
 * Reads one image property as Nova does: older spellings are translated, and a boolean is never wrong (any word
 * that does not mean true means false).
 */
export function readImageProperty(key: string, text: string): PropertyValue {
  const property = Object.hasOwn(PROPERTIES, key) ? PROPERTIES[key] : undefined;
  if (property === undefined) return { ok: true, value: text };
  if (property.kind === 'boolean') return { ok: true, value: lenientBoolean(text) };
  if (property.kind === 'integer') {
    const value = pythonInt(text);
    return value === null ? { ok: false, wanted: 'an integer' } : { ok: true, value };
  }
  const word = property.lowered ? text.toLowerCase() : text;
  const value = property.aliases[word] ?? word;
  return property.values.includes(value)
    ? { ok: true, value }
    : { ok: false, wanted: `one of ${property.values.join(', ')}` };
}

/**
 * Values that Nova would refuse at server create with "Invalid image metadata".
 *
 * @param properties Glance image properties.
 * @returns Faults with code `image_property.bad_value`; empty when there is none.
 */
export function checkImageProperties(properties: Readonly<Record<string, string>>): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [key, text] of Object.entries(properties)) {
    const read = readImageProperty(key, text);
    if (!read.ok) {
      faults.push({
        pointer: imagePropertyPointer(key),
        code: 'image_property.bad_value',
        message: `Nova wants ${read.wanted} in image property ${key}, not "${text}".`,
      });
    }
  }
  return faults;
}
