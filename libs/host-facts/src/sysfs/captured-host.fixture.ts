import { childOf } from '../tree/follow-links';
import { MemoryTree } from '../tree/memory-tree';

const CPUS = '/sys/devices/system/cpu';
const NODES = '/sys/devices/system/node';
const PCI = '/sys/bus/pci';

export interface NodeFiles {
  readonly cpulist?: string;
  readonly memoryKib?: number;
  readonly distance?: string;
  /** Total and free, by size in KiB. */
  readonly hugePages?: Readonly<Record<number, readonly [total: number, free: number]>>;
}

export interface FunctionFiles {
  readonly vendor?: string;
  readonly device?: string;
  /** Ethernet when it is left out. */
  readonly pciClass?: string;
  readonly driver?: string;
  readonly numaNode?: number;
  readonly iommuGroup?: number;
  /** Path of the bridge that it is behind, below `/sys/devices`. */
  readonly behind?: string;
  /** Further attributes. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Puts a host together file by file, as the kernel shows it, for specs. */
export class CapturedHost {
  constructor(readonly tree: MemoryTree = new MemoryTree()) {}

  withFile(path: string, text: string): this {
    this.tree.addFile(path, text);
    return this;
  }

  withNode(id: number, { cpulist, memoryKib, distance, hugePages = {} }: NodeFiles): this {
    const node = `${NODES}/node${id}`;
    this.tree.addFolder(node);
    if (cpulist !== undefined) this.withFile(`${node}/cpulist`, `${cpulist}\n`);
    if (distance !== undefined) this.withFile(`${node}/distance`, `${distance}\n`);
    if (memoryKib !== undefined) {
      this.withFile(`${node}/meminfo`, `Node ${id} MemTotal:       ${memoryKib} kB\nNode ${id} MemFree:        1 kB\n`);
    }
    for (const [sizeKib, [total, free]] of Object.entries(hugePages)) {
      const pool = `${node}/hugepages/hugepages-${sizeKib}kB`;
      this.withFile(`${pool}/nr_hugepages`, `${total}\n`).withFile(`${pool}/free_hugepages`, `${free}\n`);
    }
    return this;
  }

  /** @param siblings the list of threads of its core. */
  withCpu(cpu: number, { socket, siblings }: { readonly socket?: number; readonly siblings?: string }): this {
    const topology = `${CPUS}/cpu${cpu}/topology`;
    if (socket !== undefined) this.withFile(`${topology}/physical_package_id`, `${socket}\n`);
    if (siblings !== undefined) this.withFile(`${topology}/thread_siblings_list`, `${siblings}\n`);
    return this;
  }

  /** A function below the root `pci0000:00`, or behind a bridge, and the bus's link to it. */
  withFunction(address: string, files: FunctionFiles = {}): this {
    const { vendor = '8086', device = '1572', pciClass = '020000', driver, numaNode, iommuGroup } = files;
    const place = `/sys/devices/${files.behind ?? 'pci0000:00'}/${address}`;
    this.tree.addLink(`${PCI}/devices/${address}`, `../../../${place.slice('/sys/'.length)}`);
    this.withFile(`${place}/vendor`, `0x${vendor}\n`);
    this.withFile(`${place}/device`, `0x${device}\n`);
    this.withFile(`${place}/class`, `0x${pciClass}\n`);
    if (numaNode !== undefined) this.withFile(`${place}/numa_node`, `${numaNode}\n`);
    if (driver !== undefined) this.tree.addLink(`${place}/driver`, `../../../bus/pci/drivers/${driver}`);
    if (iommuGroup !== undefined) {
      this.tree.addLink(`${place}/iommu_group`, `../../../kernel/iommu_groups/${iommuGroup}`);
    }
    for (const [name, text] of Object.entries(files.files ?? {})) this.withFile(`${place}/${name}`, text);
    return this;
  }

  /** Links a PF and its VFs, in the order of their numbers, as the kernel does. */
  withVfs(pf: string, vfs: readonly string[]): this {
    this.withFile(`${this.placeOf(pf)}/sriov_numvfs`, `${vfs.length}\n`);
    vfs.forEach((vf, index) => {
      this.tree.addLink(`${this.placeOf(pf)}/virtfn${index}`, `../${vf}`);
      this.tree.addLink(`${this.placeOf(vf)}/physfn`, `../${pf}`);
    });
    return this;
  }

  withInterface(address: string, name: string, files: Readonly<Record<string, string>> = {}, below = ''): this {
    const place = childOf(`${this.placeOf(address)}${below}/net`, name);
    this.tree.addFolder(place);
    for (const [file, text] of Object.entries(files)) this.withFile(`${place}/${file}`, text);
    return this;
  }

  private placeOf(address: string): string {
    return this.tree.resolve(`${PCI}/devices/${address}`) ?? `/sys/devices/pci0000:00/${address}`;
  }
}
