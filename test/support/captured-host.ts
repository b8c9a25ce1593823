import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const PF = '0000:3b:00.0';

/** A host as a folder of files of `/sys` and `/proc`, which may change: one NUMA node, one PF, some VFs. */
export class CapturedHost {
  constructor(readonly folder: string) {
    this.file('sys/devices/system/node/online', '0');
    this.file('sys/devices/system/node/node0/cpulist', '0-3');
    this.file('sys/devices/system/node/node0/distance', '10');
    this.file('sys/devices/system/node/node0/meminfo', 'Node 0 MemTotal:       16777216 kB');
    this.file('sys/devices/system/cpu/online', '0-3');
    this.file('proc/cmdline', 'intel_iommu=on iommu=pt');
    this.file('proc/sys/kernel/osrelease', '6.8.0');
    this.pciFunction(PF, {
      vendor: '0x15b3',
      device: '0x101d',
      class: '0x020000',
      numa_node: '0',
      sriov_totalvfs: '8',
    });
    this.file(`${pathOf(PF)}/net/ens1f0/operstate`, 'up');
    this.file(`${pathOf(PF)}/net/ens1f0/speed`, '25000');
    this.link('sys/class/net/ens1f0', `../../devices/pci0000:3b/${PF}/net/ens1f0`);
    this.mtu(1500);
    this.vfs(2);
  }

  mtu(mtu: number): void {
    this.file(`${pathOf(PF)}/net/ens1f0/mtu`, `${mtu}`);
  }

  /** As many VFs as this. */
  vfs(count: number): void {
    this.file(`${pathOf(PF)}/sriov_numvfs`, `${count}`);
    for (let index = 0; index < 8; index += 1) {
      const address = `0000:3b:00.${index + 1 < 8 ? index + 1 : 0}`;
      if (index < count) {
        this.pciFunction(address, { vendor: '0x15b3', device: '0x101e', class: '0x020000', numa_node: '0' });
        this.link(`${pathOf(address)}/physfn`, `../${PF}`);
        this.link(`${pathOf(PF)}/virtfn${index}`, `../${address}`);
      } else if (index < 7) {
        for (const gone of [`${pathOf(PF)}/virtfn${index}`, `sys/bus/pci/devices/${address}`, pathOf(address)]) {
          rmSync(path.join(this.folder, gone), { recursive: true, force: true });
        }
      }
    }
  }

  private pciFunction(address: string, attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) this.file(`${pathOf(address)}/${name}`, value);
    this.link(`sys/bus/pci/devices/${address}`, `../../../devices/pci0000:3b/${address}`);
  }

  /** At once: who looks meanwhile sees the old text or the new one. */
  private file(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, `${text}\n`);
    renameSync(`${file}.new`, file);
  }

  private link(name: string, target: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    rmSync(file, { force: true });
    symlinkSync(target, file);
  }
}

function pathOf(address: string): string {
  return `sys/devices/pci0000:3b/${address}`;
}
