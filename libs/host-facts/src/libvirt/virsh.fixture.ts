/** Node devices as virsh prints them: text in decimal digits, attributes in hex. */
export interface WrittenPci {
  readonly domain?: number;
  readonly bus: number;
  readonly slot: number;
  readonly fn: number;
}

export interface WrittenFunction extends WrittenPci {
  readonly vendor?: string;
  readonly product?: string;
  /** Null: libvirt before 5.2. */
  readonly class?: string | null;
  readonly label?: string;
  readonly driver?: string;
  readonly parent?: string;
  readonly path?: string;
  readonly numaNode?: number;
  readonly iommuGroup?: number;
  readonly pf?: WrittenPci;
  readonly vfs?: { readonly max?: number; readonly on: readonly WrittenPci[] };
  /** More of the capability, as it is. */
  readonly more?: string;
}

export function pciName({ domain = 0, bus, slot, fn }: WrittenPci): string {
  return `pci_${digits(domain, 4)}_${digits(bus, 2)}_${digits(slot, 2)}_${fn.toString(16)}`;
}

export function pciAddressOf({ domain = 0, bus, slot, fn }: WrittenPci): string {
  return `${digits(domain, 4)}:${digits(bus, 2)}:${digits(slot, 2)}.${fn.toString(16)}`;
}

export function pciDevice(device: WrittenFunction): string {
  const {
    domain = 0,
    bus,
    slot,
    fn,
    vendor = '15b3',
    product = '101d',
    label = 'MT2892 Family [ConnectX-6 Dx]',
  } = device;
  const { class: pciClass = '0x020000', pf, vfs, iommuGroup, numaNode } = device;
  return `<device>
  <name>${pciName(device)}</name>
  ${device.path === undefined ? '' : `<path>${device.path}</path>`}
  <parent>${device.parent ?? 'computer'}</parent>
  ${device.driver === undefined ? '' : `<driver><name>${device.driver}</name></driver>`}
  <capability type='pci'>
    ${pciClass === null ? '' : `<class>${pciClass}</class>`}
    <domain>${domain}</domain><bus>${bus}</bus><slot>${slot}</slot><function>${fn}</function>
    <product id='0x${product}'>${label}</product><vendor id='0x${vendor}'>A maker</vendor>
    ${pf === undefined ? '' : `<capability type='phys_function'>${hexAddress(pf)}</capability>`}
    ${vfs === undefined ? '' : virtFunctions(vfs)}
    ${iommuGroup === undefined ? '' : `<iommuGroup number='${iommuGroup}'>${hexAddress(device)}</iommuGroup>`}
    ${numaNode === undefined ? '' : `<numa node='${numaNode}'/>`}
    ${device.more ?? ''}
  </capability>
</device>\n`;
}

export function netDevice(name: string, parent: string, link = "<link state='down'/>", features = ''): string {
  return `<device><name>net_${name}_52_54_00_00_00_01</name><parent>${parent}</parent>
    <capability type='net'><interface>${name}</interface><address>52:54:00:00:00:01</address>${link}${features}
    <capability type='80203'/></capability></device>\n`;
}

export function capabilities(cells: string, host = ''): string {
  return `<capabilities><host><cpu><arch>x86_64</arch><model>Icelake-Server</model></cpu>${host}
    <topology><cells num='1'>${cells}</cells></topology></host>
    <guest><os_type>hvm</os_type><arch name='x86_64'/></guest></capabilities>\n`;
}

export function cpu(id: number, attributes: string): string {
  return `<cpu id='${id}' ${attributes}/>`;
}

function virtFunctions({ max, on }: { readonly max?: number; readonly on: readonly WrittenPci[] }): string {
  const maxCount = max === undefined ? '' : ` maxCount='${max}'`;
  return `<capability type='virt_functions'${maxCount}>${on.map(hexAddress).join('')}</capability>`;
}

function hexAddress({ domain = 0, bus, slot, fn }: WrittenPci): string {
  return `<address domain='0x${digits(domain, 4)}' bus='0x${digits(bus, 2)}' slot='0x${digits(slot, 2)}' function='0x${fn}'/>`;
}

function digits(value: number, length: number): string {
  return value.toString(16).padStart(length, '0');
}
