import { CapturedHost } from './captured-host.fixture';
import { readSysfs } from './read-sysfs';

const settingsOf = (host: CapturedHost) => readSysfs(host.tree).settings;

describe('the kernel of a host', () => {
  it('tells its release and what it was started with', () => {
    const host = new CapturedHost()
      .withFile('/proc/version', 'Linux version 6.1.0-18-amd64 (builder) #1 SMP\n')
      .withFile('/proc/cmdline', 'root=/dev/sda1 quiet\n');
    expect(settingsOf(host)).toMatchObject({
      versions: { kernel: '6.1.0-18-amd64' },
      kernelCommandLine: 'root=/dev/sda1 quiet',
      cpu: { arch: 'x86_64' },
    });
  });

  it('is taken for the image that was booted where nothing else tells', () => {
    const host = new CapturedHost().withFile(
      '/proc/cmdline',
      'BOOT_IMAGE=(hd0,gpt3)/boot/vmlinuz-5.14.0-1.el9.x86_64 ro\n',
    );
    expect(settingsOf(host)).toMatchObject({ versions: { kernel: '5.14.0-1.el9.x86_64' } });
    expect(readSysfs(host.tree).assumed).toContainEqual(expect.objectContaining({ fact: 'versions.kernel' }));
  });

  it.each([
    ['processor : 0\nmodel name : X\nflags : fpu lm\n', 'x86_64', 'X'],
    ['processor : 0\nCPU implementer : 0x48\nCPU architecture: 8\n', 'aarch64', undefined],
    ['processor : 0\ncpu : POWER9, altivec supported\nmachine : PowerNV\n', 'ppc64le', 'POWER9, altivec supported'],
    ['vendor_id : IBM/S390\n# processors : 4\n', 's390x', undefined],
    ['processor : 0\nisa : rv64imafdc\n', 'riscv64', undefined],
  ])('runs on what its cpuinfo looks like: %j', (cpuinfo, arch, model) => {
    const cpu = settingsOf(new CapturedHost().withFile('/proc/cpuinfo', cpuinfo))?.cpu;
    expect([cpu?.arch, cpu?.model]).toEqual([arch, model]);
  });

  it('isolates what it says, else what it was told to keep the scheduler from', () => {
    const isolatedWith = (commandLine: string, isolated?: string) => {
      const host = new CapturedHost().withFile('/proc/cmdline', commandLine);
      if (isolated !== undefined) host.withFile('/sys/devices/system/cpu/isolated', isolated);
      return settingsOf(host)?.cpu?.isolatedCpus;
    };
    expect(isolatedWith('isolcpus=1-2', '4-5\n')).toEqual([4, 5]);
    expect(isolatedWith('isolcpus=1-2', '\n')).toEqual([]);
    expect(isolatedWith('isolcpus=1-2')).toEqual([1, 2]);
    expect(isolatedWith('isolcpus=domain,managed_irq,3')).toEqual([3]);
    expect(isolatedWith('isolcpus=managed_irq,3')).toEqual([]);
    expect(isolatedWith('quiet')).toBeUndefined();
  });
});

describe('the IOMMU of a host', () => {
  const iommuOf = (host: CapturedHost) => settingsOf(host)?.iommu;

  it('is on by its effects, whatever the command line asks for', () => {
    const host = new CapturedHost().withFile('/sys/kernel/iommu_groups/0/type', 'DMA-FQ\n');
    expect(iommuOf(host)).toEqual({ enabled: true, passthrough: false });
    expect(iommuOf(new CapturedHost().withFunction('0000:00:03.0', { iommuGroup: 4 }))).toEqual({ enabled: true });
  });

  it('is off where the folder is there and empty', () => {
    const host = new CapturedHost().withFile('/proc/cmdline', 'intel_iommu=on iommu=pt\n');
    host.tree.addFolder('/sys/kernel/iommu_groups');
    expect(iommuOf(host)).toEqual({ enabled: false });
  });

  it('is not known where a capture left the folder out', () => {
    const host = new CapturedHost().withFile('/proc/cmdline', 'intel_iommu=on iommu=pt\n');
    expect(iommuOf(host)).toEqual({ passthrough: true });
    expect(readSysfs(host.tree).unseen).toContainEqual(expect.objectContaining({ fact: 'iommu.enabled' }));
  });

  it('is passed by when most groups have the identity domain', () => {
    const host = new CapturedHost();
    ['identity', 'identity', 'DMA'].forEach((type, group) => {
      host.withFile(`/sys/kernel/iommu_groups/${group}/type`, `${type}\n`);
    });
    expect(iommuOf(host)).toEqual({ enabled: true, passthrough: true });
  });
});

describe('interrupts of guests', () => {
  const cpuOf = (files: Readonly<Record<string, string>>) => {
    const host = new CapturedHost();
    for (const [path, text] of Object.entries(files)) host.withFile(path, text);
    return settingsOf(host)?.cpu;
  };
  const apicv = { '/sys/module/kvm_intel/parameters/enable_apicv': 'Y\n' };

  it('are posted on evidence only', () => {
    expect(cpuOf(apicv)).toMatchObject({ apicv: true });
    expect(cpuOf(apicv)).not.toHaveProperty('postedInterrupts');
    const rows = (count: number) => ({
      '/proc/interrupts': ` PIN:   0   ${count}   Posted-interrupt notification event\n`,
    });
    expect(cpuOf({ ...apicv, ...rows(0) })).not.toHaveProperty('postedInterrupts');
    expect(cpuOf({ ...apicv, ...rows(17) })).toMatchObject({ postedInterrupts: true });
    const parameter = { '/sys/module/kvm/parameters/enable_device_posted_irqs': 'Y\n' };
    expect(cpuOf({ ...apicv, ...parameter })).toMatchObject({ postedInterrupts: true });
  });

  it('are not posted without APICv, nor where remapping may not post', () => {
    expect(cpuOf({ '/sys/module/kvm_intel/parameters/enable_apicv': 'N\n' })).toMatchObject({
      apicv: false,
      postedInterrupts: false,
    });
    expect(cpuOf({ ...apicv, '/proc/cmdline': 'intremap=nosid,nopost\n' })).toMatchObject({ postedInterrupts: false });
  });

  it('are not known to go by AVIC where the kernel decides', () => {
    expect(cpuOf({ '/sys/module/kvm_amd/parameters/avic': 'auto\n' })).not.toHaveProperty('apicv');
    expect(cpuOf({ '/sys/module/kvm_amd/parameters/avic': '1\n' })).toMatchObject({ apicv: true });
  });
});
